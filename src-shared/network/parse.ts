import { z } from 'zod';
import { AppError } from '../errors';
import { issueToError, fieldProblems } from '../catalogue/issues';
import type { AnyLayerDefinition } from './layer';
import { findLayerDefinition, layerCatalogue } from './layers';
import { suggestName } from '../catalogue/spelling';
import { layerSpecSchema, type LayerSpec } from './spec';

export interface ParsedLayer {
  readonly definition: AnyLayerDefinition;
  /** The layer's parameters with their defaults filled in. */
  readonly parameters: object;
}

const ownKeys = new Set(Object.keys(layerSpecSchema.shape));
const strictSchemas = new Map(
  layerCatalogue.map((definition) => [definition.kind, objectSchema(definition).strict()]),
);

/**
 * Looks the kind up and checks its parameters, strictly: a misspelt one is an error, not a default.
 * @param where the JSON path of the layer, for the message: `network.layers[2]`.
 * @throws AppError `badNetwork`
 */
export function parseLayer(spec: LayerSpec, where: string = spec.id): ParsedLayer {
  const definition = findLayerDefinition(spec.kind);
  const schema = strictSchemas.get(spec.kind);
  if (definition === undefined || schema === undefined) throw unknownKind(spec.kind, where);
  const written = parametersOf(spec);
  const result = schema.safeParse(written);
  if (result.success) return { definition, parameters: result.data };
  throw badParameter(definition, result.error, written, where);
}

/** What is wrong with each parameter of a layer, in words; nothing where its kind is not known. */
export function parameterProblems(spec: LayerSpec): Readonly<Record<string, string>> {
  const written = parametersOf(spec);
  const result = strictSchemas.get(spec.kind)?.safeParse(written);
  return result?.error === undefined ? {} : fieldProblems(result.error, written);
}

/** The kind's own parameters as the layer writes them. */
export function parametersOf(spec: LayerSpec): Record<string, unknown> {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !ownKeys.has(key)));
}

/** Every kind of layer with its parameters, as one schema: what the experiment file's JSON Schema is made from. */
export function layerUnionSchema() {
  const [first, ...others] = layerCatalogue.map((definition) =>
    z
      .strictObject({
        ...layerSpecSchema.shape,
        ...objectSchema(definition).shape,
        kind: z.literal(definition.kind),
      })
      .describe(`${definition.title}. ${definition.description.summary}`),
  );
  if (first === undefined) throw new Error('the catalogue of layers is empty');
  return z.discriminatedUnion('kind', [first, ...others]);
}

function objectSchema(definition: AnyLayerDefinition): z.ZodObject {
  if (definition.schema instanceof z.ZodObject) return definition.schema;
  throw new Error(`the parameters of ${definition.kind} are not an object schema`);
}

function unknownKind(kind: string, where: string): AppError {
  const known = layerCatalogue.map((definition) => definition.kind);
  return new AppError('badNetwork', `There is no layer of the kind "${kind}"`, {
    where: `${where}.kind`,
    remedy: suggestName(kind, known),
  });
}

function badParameter(
  definition: AnyLayerDefinition,
  error: z.ZodError,
  written: Readonly<Record<string, unknown>>,
  where: string,
): AppError {
  const [issue] = error.issues;
  if (issue === undefined) throw error;
  const known = Object.keys(objectSchema(definition).shape);
  const inWords = issueToError('badNetwork', issue, written, { knownNames: () => known });
  const label = definition.fields[String(issue.path[0])]?.label;
  const subject = label === undefined ? definition.title : `${definition.title}, ${label}`;
  return new AppError('badNetwork', `${subject}: ${inWords.message}`, {
    where: [where, inWords.where].filter(Boolean).join('.'),
    ...(inWords.remedy === null ? {} : { remedy: inWords.remedy }),
  });
}
