import { z } from 'zod';
import { AppError } from '../errors';

/** What a model's file says of one layer, in whichever version of Keras or tfjs. */
const storedLayerSchema = z.looseObject({
  class_name: z.string(),
  name: z.string().optional(),
  config: z.looseObject({ name: z.string().optional() }),
  inbound_nodes: z.array(z.unknown()).optional(),
  build_config: z.looseObject({ input_shape: z.unknown().optional() }).nullish(),
});
export type StoredLayer = z.infer<typeof storedLayerSchema>;

const layersSchema = z.array(storedLayerSchema);
const storedModelSchema = z.looseObject({
  class_name: z.string(),
  keras_version: z.string().optional(),
  module: z.string().optional(),
  config: z.union([
    layersSchema,
    z.looseObject({
      name: z.string().optional(),
      layers: layersSchema,
      input_layers: z.unknown().optional(),
      output_layers: z.unknown().optional(),
    }),
  ]),
});

const manifestSchema = z.array(
  z.looseObject({
    paths: z.array(z.string()),
    weights: z.array(
      z.looseObject({
        name: z.string(),
        shape: z.array(z.int()),
        dtype: z.string(),
        quantization: z.unknown().optional(),
      }),
    ),
  }),
);
export type WeightsManifest = z.infer<typeof manifestSchema>;

export interface StoredModel {
  readonly name: string;
  /** A chain: the layers in order, without edges. */
  readonly isSequential: boolean;
  /** Older Keras, or tfjs, which follows it. */
  readonly beforeKeras3: boolean;
  readonly layers: readonly StoredLayer[];
  /** Names of the layers at the ends; empty where it is not said. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Of a tfjs layers model: which files hold the weights. */
  readonly manifest: WeightsManifest;
}

/**
 * Reads a Keras model's JSON (`model.to_json()`, `config.json` of a `.keras` file) or a tfjs layers model's.
 * @throws AppError `badNetwork` where it is none of these.
 */
export function readModelFile(json: unknown): StoredModel {
  const file = (typeof json === 'string' ? parseJson(json) : json) as Readonly<
    Record<string, unknown>
  > | null;
  if (file?.['format'] === 'graph-model') {
    throw new AppError('badNetwork', 'This is a tfjs graph model: it holds operations and no layers', {
      remedy: 'Convert the Keras model again, to a tfjs layers model.',
    });
  }
  const topology = (file?.['modelTopology'] ?? file) as Readonly<Record<string, unknown>> | null;
  const parsed = storedModelSchema.safeParse(topology?.['model_config'] ?? topology);
  if (!parsed.success) {
    throw new AppError('badNetwork', 'The file is not a Keras or tfjs layers model', {
      where: parsed.error.issues[0]?.path.join('.') ?? '',
      remedy: 'Choose a model.json that Keras’s model.to_json() or tfjs’s model.save() has written.',
    });
  }
  const { class_name, config, keras_version, module } = parsed.data;
  const version = String(topology?.['keras_version'] ?? keras_version ?? '');
  const body = Array.isArray(config) ? { layers: config } : config;
  return {
    name: 'name' in body && typeof body.name === 'string' ? body.name : 'imported',
    isSequential: class_name === 'Sequential',
    beforeKeras3: !(version.startsWith('3') || module !== undefined),
    layers: body.layers,
    inputs: endNames('input_layers' in body ? body.input_layers : []),
    outputs: endNames('output_layers' in body ? body.output_layers : []),
    manifest: manifestSchema.catch([]).parse(file?.['weightsManifest']),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('badNetwork', 'The file is not JSON', {
      remedy: 'Choose the model.json, not its weights.',
      cause,
    });
  }
}

/** `["input", 0, 0]` or a list of them, as the versions write it. */
function endNames(stored: unknown): string[] {
  if (!Array.isArray(stored)) return [];
  if (typeof stored[0] === 'string') return [stored[0]];
  return stored.flatMap((entry) => endNames(entry));
}

export function nameOf(layer: StoredLayer): string {
  return layer.name ?? layer.config.name ?? layer.class_name;
}

/**
 * The layers that feed one, in order: Keras 3 writes tensors with a `keras_history`, older ones
 * `[["input", 0, 0, {}], …]`. One list for each time the layer is used.
 */
export function sourcesOf(layer: StoredLayer): string[][] {
  return (layer.inbound_nodes ?? []).map(collectSources).filter((names) => names.length > 0);
}

function collectSources(node: unknown): string[] {
  if (Array.isArray(node)) {
    const [name, index] = node as unknown[];
    if (typeof name === 'string' && typeof index === 'number') return [name];
    return node.flatMap(collectSources);
  }
  if (typeof node !== 'object' || node === null) return [];
  const { keras_history } = node as { keras_history?: unknown };
  return keras_history === undefined
    ? Object.values(node).flatMap(collectSources)
    : collectSources(keras_history);
}
