import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { channelsLastMark } from '@shared/code/pytorch/pytorch';
import { readCard } from '@shared/exporting/modelCard';
import type { ImportedModel, StoredWeight } from '@shared/importing';
import type { InferredNetwork } from '@shared/network/inference';
import { readOwnTensors } from '../exportedFile';
import type { ModelReading } from '../readModel';
import { readTensors } from './file';
import { matchModules, type Matched } from './matching';
import { torchFormsOf } from './torchForms';

export { isSafetensors } from './file';

/** The network that weights without one are for. */
export interface WeightsPlace {
  readonly experiment: Experiment;
  /** Without errors, on the shape of its data. */
  readonly network: InferredNetwork;
}

const ownPrefix = 'parameters/';

/**
 * A safetensors file: what Layerlab exported as its experiment, any other as weights for the network at hand.
 * @param into that network; null where there is none
 * @throws AppError `badNetwork` where the file is not whole, or nothing in it fits
 */
export async function readSafetensors(
  bytes: Uint8Array,
  into: (() => Promise<WeightsPlace>) | null,
): Promise<ModelReading> {
  const { tensors, metadata, remarks } = readTensors(bytes);
  const own = ownOf(tensors);
  const card = readCard(metadata);
  if (card !== null && own !== null) return readOwnTensors(card, own);
  if (into === null) throw withoutNetwork();
  const { experiment, network } = await into();
  const found = own === null ? matchTorch(tensors, { experiment, network }) : matchOwn(own, network);
  if (found.taken.length === 0) throw nothingFits(found);
  const optimizer = tensors.some(({ name }) => name.startsWith('optimizer/'));
  return readingOf({ experiment, network }, found, [
    ...remarks,
    ...found.remarks,
    ...(optimizer ? ['The state of the optimizer is left out: a run begins with its own.'] : []),
  ]);
}

/** A program that Layerlab generated says how it flattens. */
function matchTorch(tensors: readonly StoredWeight[], { experiment, network }: WeightsPlace): Matched {
  const modules = tensors.filter(({ name }) => name !== channelsLastMark);
  const hasMark = modules.length < tensors.length;
  return matchModules(modules, torchFormsOf(experiment, network, hasMark));
}

/** The weights of a file of Layerlab's, by `<layer>/<weight>`; null where another program named them. */
function ownOf(tensors: readonly StoredWeight[]): StoredWeight[] | null {
  const own = tensors.filter(({ name }) => name.startsWith(ownPrefix));
  if (own.length === 0) return null;
  return own.map((tensor) => ({ ...tensor, name: tensor.name.slice(ownPrefix.length) }));
}

/** By the layers' own names, with all weights of a layer in the same shapes. */
function matchOwn(own: readonly StoredWeight[], { layers }: InferredNetwork): Matched {
  const found = new Map(own.map((tensor) => [tensor.name, tensor]));
  const fitting = layers.filter(
    ({ id, weights }) =>
      weights.length > 0 &&
      weights.every(({ name, shape }) => found.get(`${id}/${name}`)?.shape.join() === shape.join()),
  );
  const weights = fitting.flatMap(({ id, weights: specs }) =>
    specs.map(({ name, shape }) => ({
      name: `${ownPrefix}${id}/${name}`,
      shape,
      values: found.get(`${id}/${name}`)?.values ?? new Float32Array(),
    })),
  );
  const taken = fitting.map(({ id }): string => id);
  const left = own.filter(({ name }) => !taken.includes(name.split('/')[0] ?? '')).map(({ name }) => name);
  const remarks =
    left.length === 0
      ? []
      : [`${left.length} tensors of the file fit no layer and are left out: ${left.slice(0, 8).join(', ')}.`];
  return { weights, taken, remarks };
}

function readingOf(
  { experiment, network }: WeightsPlace,
  { weights, taken }: Matched,
  remarks: readonly string[],
): ModelReading {
  const { name } = experiment;
  const known = network.layers
    .filter(({ id }) => taken.includes(id))
    .map(({ id, definition }) => ({ name: id, className: definition.kind }));
  const model: ImportedModel = {
    ...{ name, network: experiment.network, inferred: network, weights, remarks },
    experiment: null,
  };
  return { survey: { name, known, unknown: [], weightFiles: [], vocabulary: [] }, model };
}

function withoutNetwork(): AppError {
  return new AppError('badNetwork', 'The file holds weights and no network', {
    remedy: 'Say which experiment they are for: open it first, or name its file with --like.',
  });
}

function nothingFits({ remarks }: Matched): AppError {
  return new AppError('badNetwork', `Nothing in the file fits a layer of the network. ${remarks.join(' ')}`, {
    remedy: 'Give the layers the names and sizes that the file has, or build the network that it is from.',
  });
}
