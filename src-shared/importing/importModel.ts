import { AppError } from '../errors';
import type { Experiment } from '../experiment/experiment';
import { inferNetwork, type InferredNetwork } from '../network/inference';
import { networkSpecSchema, type NetworkSpec } from '../network/spec';
import { flatten } from './flatModel';
import { knownClasses } from './layers/layerMapping';
import { readModelFile, type StoredModel } from './modelFile';
import { NetworkBuilder, type UnknownLayer } from './networkBuilder';
import { readShards, weightFilesOf, type StoredWeight } from './weights/shards';
import { fitWeights, type ImportedWeight } from './weights/weights';

/** What a model's file holds, before it is opened. */
export interface ModelSurvey {
  readonly name: string;
  /** Layers that can be opened, by name and class. */
  readonly known: readonly { readonly name: string; readonly className: string }[];
  readonly unknown: readonly UnknownLayer[];
  /** The files with the weights, beside a tfjs model.json; empty for Keras's JSON, which has none. */
  readonly weightFiles: readonly string[];
  /** The classes of layers, or operators, that a file of its kind may hold, for messages. */
  readonly vocabulary: readonly string[];
}

export interface ImportedModel {
  readonly name: string;
  readonly network: NetworkSpec;
  /** Whose network it is, where Layerlab wrote the file; null where another program did. */
  readonly experiment: Experiment | null;
  readonly inferred: InferredNetwork;
  /** Empty where the weights' files were not given. */
  readonly weights: readonly ImportedWeight[];
  /** What is not quite as it was, in words. */
  readonly remarks: readonly string[];
}

/** Looks through a model's file without opening it. @throws AppError `badNetwork` where it is no model. */
export function surveyModel(json: unknown): ModelSurvey {
  const model = readModelFile(json);
  const { known, unknown } = new NetworkBuilder(flatten(model), model.version);
  return {
    ...{ name: model.name, known, unknown, vocabulary: knownClasses },
    weightFiles: weightFilesOf(model.manifest),
  };
}

/**
 * Opens a Keras model's JSON or a tfjs layers model as a network of ours. An activation inside a layer becomes a
 * layer of its own behind it.
 * @param given its weights: the files of a tfjs model by their names, or the tensors of another file, read already.
 * @throws AppError `badNetwork` that lists every layer without a counterpart, or says what else is wrong.
 */
export function importModel(
  json: unknown,
  given: ReadonlyMap<string, Uint8Array> | readonly StoredWeight[] = [],
): ImportedModel {
  const model = readModelFile(json);
  const builder = new NetworkBuilder(flatten(model), model.version);
  if (builder.unknown.length > 0) throw unknownLayers({ unknown: builder.unknown, vocabulary: knownClasses });
  const network = networkSpecSchema.parse(builder.network);
  const inferred = inferNetwork(network, null);
  const stored = 'size' in given ? weightsInFiles(model, given) : given;
  const { weights, remarks } =
    stored.length === 0 ? { weights: [], remarks: [] } : fitWeights(stored, inferred, builder.firstIds);
  return {
    name: model.name,
    network,
    experiment: null,
    inferred,
    weights,
    remarks: [...builder.remarks, ...remarks, ...compiledRemark(model)],
  };
}

/** The weights of a tfjs model, by the layers' names; none where their files are not there. */
export function storedWeights(json: unknown, files: ReadonlyMap<string, Uint8Array>): StoredWeight[] {
  return weightsInFiles(readModelFile(json), files);
}

function weightsInFiles({ manifest }: StoredModel, files: ReadonlyMap<string, Uint8Array>): StoredWeight[] {
  return files.size > 0 && manifest.length > 0 ? readShards(manifest, files) : [];
}

function compiledRemark({ isCompiled }: StoredModel): string[] {
  if (!isCompiled) return [];
  return ['The loss, the optimizer and the metrics that it was compiled with are not taken over.'];
}

/** Every layer that is not known, and why; `where` names them, or the file that they are in. */
export function unknownLayers(
  { unknown, vocabulary }: Pick<ModelSurvey, 'unknown' | 'vocabulary'>,
  where?: string,
): AppError {
  const list = unknown.map(({ name, className, reason }) => `"${name}" (${className}): ${reason}`).join('; ');
  const count = unknown.length === 1 ? 'One layer is' : `${unknown.length} layers are`;
  return new AppError('badNetwork', `${count} not known here: ${list}`, {
    where: where ?? unknown.map(({ name }) => name).join(', '),
    remedy: `Take them out of the model or replace them. What can be opened: ${vocabulary.join(', ')}.`,
  });
}
