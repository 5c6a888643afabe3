import { z } from 'zod';
import { AppError } from '../errors';
import { isJsonObject, type UncheckedObject } from '../json';

/** What a model's file says of one layer, in whichever version of Keras or tfjs. */
const storedLayerSchema = z.looseObject({
  class_name: z.string(),
  name: z.string().nullish(),
  config: z.union([z.array(z.unknown()), z.looseObject({ name: z.string().nullish() })]),
  inbound_nodes: z.array(z.unknown()).nullish(),
  build_config: z.looseObject({ input_shape: z.unknown().optional() }).nullish(),
});
type RawLayer = z.infer<typeof storedLayerSchema>;

export interface StoredLayer {
  readonly className: string;
  readonly name: string;
  readonly config: Config;
  readonly inboundNodes: readonly unknown[];
  /** The shape that it was built for, where that is said beside its configuration. */
  readonly builtFor: unknown;
}
export type Config = Readonly<Record<string, unknown>>;

const manifestSchema = z.array(
  z.looseObject({
    paths: z.array(z.string()),
    weights: z.array(
      z.looseObject({
        name: z.string(),
        shape: z.array(z.int().min(0)),
        dtype: z.string(),
        quantization: z
          .looseObject({
            dtype: z.string(),
            scale: z.number().optional(),
            min: z.number().optional(),
          })
          .optional(),
      }),
    ),
  }),
);
export type WeightsManifest = z.infer<typeof manifestSchema>;

/** Which form the file has: the configurations of each name things their own way. */
export type KerasVersion = 1 | 2 | 3;

/** A model, or one inside another: its layers as they are stored. */
export interface StoredGraph {
  readonly name: string;
  /** A chain: the layers in order, without edges. */
  readonly isSequential: boolean;
  readonly trainable: boolean;
  readonly layers: readonly StoredLayer[];
  /** Names of the layers at the ends; empty where it is not said. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface StoredModel extends StoredGraph {
  readonly version: KerasVersion;
  /** Of a tfjs layers model: which files hold the weights. */
  readonly manifest: WeightsManifest;
  /** What it was compiled with (loss, optimizer) stands in the file. */
  readonly isCompiled: boolean;
}

/**
 * Reads a Keras model's JSON (`model.to_json()`, `config.json` of a `.keras` file) or a tfjs layers model's.
 * @throws AppError `badNetwork` where it is none of these.
 */
export function readModelFile(json: unknown): StoredModel {
  const file = typeof json === 'string' ? parseJson(json) : json;
  if (!isJsonObject(file)) throw noModel('');
  if (file['format'] === 'graph-model') {
    throw new AppError('badNetwork', 'This is a tfjs graph model: it holds operations and no layers', {
      remedy: 'Convert the Keras model again, to a tfjs layers model.',
    });
  }
  const topology = file['modelTopology'] ?? file;
  const root = isJsonObject(topology) ? (topology['model_config'] ?? topology) : topology;
  const parsed = storedLayerSchema.safeParse(root);
  if (!parsed.success) throw noModel(parsed.error.issues[0]?.path.join('.') ?? '');
  const graph = readGraph(parsed.data);
  if (graph === null) throw noModel('config.layers');
  return {
    ...graph,
    version: versionOf(isJsonObject(topology) ? topology : {}, parsed.data),
    manifest: readManifest(file['weightsManifest']),
    isCompiled: [parsed.data, isJsonObject(topology) ? topology : {}].some(tellsOfLoss),
  };
}

/** Keras writes what a model is compiled with even where it was not. */
function tellsOfLoss({ compile_config, training_config }: UncheckedObject): boolean {
  return [compile_config, training_config].some((config) => isJsonObject(config) && Boolean(config['loss']));
}

/** The layers of a model that stands in the place of a layer; null where it is a layer. */
export function graphInside(layer: StoredLayer): StoredGraph | null {
  const { className, name, config } = layer;
  return readGraph({ class_name: className, name, config });
}

function readGraph({ class_name, name, config }: RawLayer): StoredGraph | null {
  const layers = Array.isArray(config) ? config : config['layers'];
  if (!Array.isArray(layers)) return null;
  const body: UncheckedObject = Array.isArray(config) ? {} : config;
  const own = body['name'] ?? name;
  return {
    name: typeof own === 'string' && own !== '' ? own : 'imported',
    isSequential: class_name === 'Sequential',
    trainable: body['trainable'] !== false,
    layers: layers.map(readLayer),
    inputs: endNames(body['input_layers']),
    outputs: endNames(body['output_layers']),
  };
}

function readLayer(stored: unknown, index: number): StoredLayer {
  const parsed = storedLayerSchema.safeParse(stored);
  if (!parsed.success) {
    throw noModel(['config.layers', index, ...(parsed.error.issues[0]?.path ?? [])].join('.'));
  }
  const { class_name, name, config, inbound_nodes, build_config } = parsed.data;
  const body: UncheckedObject = Array.isArray(config) ? { layers: config } : config;
  const own = name ?? body['name'];
  return {
    className: class_name,
    name: typeof own === 'string' ? own : class_name,
    config: body,
    inboundNodes: inbound_nodes ?? [],
    builtFor: build_config?.input_shape,
  };
}

/** Keras 3 names each class's module; Keras 1 has words of its own, and says its version or nothing. */
function versionOf(topology: UncheckedObject, root: RawLayer): KerasVersion {
  const version = String(topology['keras_version'] ?? root['keras_version'] ?? '');
  if (version.startsWith('3') || root['module'] !== undefined) return 3;
  if (version.startsWith('1') || version.startsWith('0')) return 1;
  return version === '' && writtenByKeras1(root) ? 1 : 2;
}

function writtenByKeras1({ config }: RawLayer): boolean {
  const layers = Array.isArray(config) ? config : config['layers'];
  if (!Array.isArray(layers)) return false;
  const keys = ['output_dim', 'nb_filter', 'p', 'border_mode', 'init', 'W_regularizer', 'dim_ordering'];
  return layers.some(
    (layer) =>
      isJsonObject(layer) &&
      isJsonObject(layer['config']) &&
      keys.some((key) => key in (layer['config'] as object)),
  );
}

function readManifest(stored: unknown): WeightsManifest {
  if (stored === undefined || stored === null) return [];
  const parsed = manifestSchema.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new AppError('badNetwork', 'What the file says of its weights cannot be read', {
    where: ['weightsManifest', ...(parsed.error.issues[0]?.path ?? [])].join('.'),
    remedy: 'Convert the model again.',
  });
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

function noModel(where: string): AppError {
  return new AppError('badNetwork', 'The file is not a Keras or tfjs layers model', {
    where,
    remedy: 'Choose a model.json that Keras’s model.to_json() or tfjs’s model.save() has written.',
  });
}

/** `["input", 0, 0]` or a list of them, as the versions write it. */
function endNames(stored: unknown): string[] {
  if (!Array.isArray(stored)) return [];
  if (typeof stored[0] === 'string' && typeof stored[1] === 'number') return [stored[0]];
  return stored.flatMap((entry) => endNames(entry));
}
