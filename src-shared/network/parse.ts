import { z } from 'zod';
import { AppError } from '../errors';
import type { AnyLayerDefinition } from './layer';
import { findLayerDefinition, layerCatalogue } from './layers';
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
  const written = Object.fromEntries(Object.entries(spec).filter(([key]) => !ownKeys.has(key)));
  const result = schema.safeParse(written);
  if (result.success) return { definition, parameters: result.data };
  throw badParameter(definition, result.error, where);
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
  const similar = closest(
    kind,
    layerCatalogue.map((definition) => definition.kind),
  );
  return new AppError('badNetwork', `There is no layer of the kind "${kind}"`, {
    where: `${where}.kind`,
    remedy:
      similar === null
        ? `Use one of: ${layerCatalogue.map((definition) => definition.kind).join(', ')}.`
        : `Did you mean "${similar}"?`,
  });
}

function badParameter(definition: AnyLayerDefinition, error: z.ZodError, where: string): AppError {
  const issue = error.issues[0];
  const known = Object.keys(objectSchema(definition).shape);
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const similar = closest(key, known);
    const all = known.length === 0 ? 'it has none.' : `it has: ${known.join(', ')}.`;
    return new AppError('badNetwork', `${definition.title} has no parameter "${key}"`, {
      where: `${where}.${key}`,
      remedy: similar === null ? `Take it out; ${all}` : `Did you mean "${similar}"?`,
    });
  }
  const path = (issue?.path ?? [])
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  const name = String(issue?.path[0] ?? '');
  const label = definition.fields[name]?.label ?? name;
  return new AppError(
    'badNetwork',
    `${definition.title}, ${label}: ${issue?.message ?? 'not a valid value'}`,
    {
      where: `${where}${path}`,
      remedy: 'Correct the value, or leave it out for the default.',
    },
  );
}

/** The name that differs least, where it differs little enough to be a slip. */
function closest(name: string, candidates: readonly string[]): string | null {
  const scored = candidates.map((candidate) => ({
    candidate,
    distance: editDistance(name.toLowerCase(), candidate.toLowerCase()),
  }));
  const best = scored.sort((a, b) => a.distance - b.distance)[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(name.length / 3))
    ? best.candidate
    : null;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
