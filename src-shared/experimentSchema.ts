import { z } from 'zod';
import { experimentSchema } from './experiment';
import { layerCatalogue } from './network/layers';
import { layerSpecSchema } from './network/spec';
import { lossCatalogue } from './training/losses';
import { optimizerCatalogue } from './training/optimizers';
import { scheduleCatalogue } from './training/schedules';

type JsonSchema = Record<string, unknown>;

interface CatalogueEntry {
  readonly kind: string;
  readonly title: string;
  readonly description: { readonly summary: string; readonly formula: string };
  readonly schema: z.ZodType;
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

function propertiesOf(schema: JsonSchema): JsonSchema {
  return (schema['properties'] ?? {}) as JsonSchema;
}

function describe({ title, description }: CatalogueEntry): JsonSchema {
  return { title, description: `${description.summary}\n${description.formula}` };
}

/** A kind with its own parameters beside it, and what every entry of its place may have (`common`). */
function kindWithParameters(
  entry: CatalogueEntry,
  common: JsonSchema,
  required: readonly string[],
): JsonSchema {
  const own = toJsonSchema(entry.schema);
  return {
    ...describe(entry),
    type: 'object',
    properties: { ...common, kind: { const: entry.kind }, ...propertiesOf(own) },
    required: [...required, 'kind', ...((own['required'] ?? []) as string[])],
    additionalProperties: false,
  };
}

function choiceOf(catalogue: readonly CatalogueEntry[], options: { byNameToo: boolean }): JsonSchema {
  const names: JsonSchema = { type: 'string', enum: catalogue.map((entry) => entry.kind) };
  const objects = catalogue.map((entry) => kindWithParameters(entry, {}, []));
  return { anyOf: options.byNameToo ? [names, ...objects] : objects };
}

function layersSchema(): JsonSchema {
  const common = propertiesOf(toJsonSchema(layerSpecSchema));
  return { anyOf: layerCatalogue.map((entry) => kindWithParameters(entry, common, ['id'])) };
}

/** The schema of `trainingConfigSchema` keeps a default, which JSON Schema writes beside the choice. */
function withDefault(choice: JsonSchema, original: unknown): JsonSchema {
  const value = (original as JsonSchema | undefined)?.['default'];
  return value === undefined ? choice : { ...choice, default: value };
}

/**
 * The JSON Schema (draft 2020-12) of `*.layerlab.json`, generated from the zod schemas of the file and of every
 * entry of the catalogues, so that an editor completes and checks each layer's own parameters.
 */
export function experimentJsonSchema(): JsonSchema {
  const file = z.toJSONSchema(experimentSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const properties = propertiesOf(file);
  const network = properties['network'] as JsonSchema;
  const training = properties['training'] as JsonSchema;
  const trainingProperties = propertiesOf(training);
  return {
    ...file,
    title: 'Layerlab experiment',
    description: 'All that a run needs to be repeated: the network, the data set and how it is trained.',
    properties: {
      ...properties,
      network: {
        ...network,
        properties: { ...propertiesOf(network), layers: { type: 'array', items: layersSchema() } },
      },
      training: {
        ...training,
        properties: {
          ...trainingProperties,
          loss: withDefault(choiceOf(lossCatalogue, { byNameToo: true }), trainingProperties['loss']),
          optimizer: withDefault(
            choiceOf(optimizerCatalogue, { byNameToo: false }),
            trainingProperties['optimizer'],
          ),
          schedule: choiceOf(scheduleCatalogue, { byNameToo: true }),
        },
      },
    },
  };
}
