import type { PreparedDataset } from '@shared/data/prepared';
import type { TrainedNetwork } from '../../../../src-main/engine/exporting/encoder';
import { savedModelOf } from '../../../../src-main/trainer/compile/savedModel';
import { encode } from '../../../../src-main/engine/exporting/encoders';
import type { ExportSettings } from '@shared/exporting/catalogue';
import { cases, examples, reference, type Case } from '../../../parity/code/cases';
import { spread } from '../trained';

/** Every template, every kind of layer in a small net of its own, and what a layer's options change. */
export const exportCases = cases.filter(({ name }) => !name.startsWith('training-'));

/** A case's network with weights and a scaling, and what the eager reference answers to some examples. */
export function trainedCase(given: Case) {
  const channels = given.inputShape.at(-1) ?? 1;
  const scaling = {
    offset: Array.from(spread(channels, 1)),
    factor: Array.from(spread(channels, 2), (value) => 1.5 + value / 4),
  };
  const { network, weights, inputs, outputs } = reference(given, scaling);
  const dataset: PreparedDataset = {
    ...{ hash: '', name: given.name, task: 'regression', examples, inputShape: [...given.inputShape] },
    ...{ inputDtype: 'float32', featureNames: [], targetName: 'y', classNames: [], scaling },
    splits: { training: examples, validation: 0, test: 0 },
  };
  const trained: TrainedNetwork = {
    ...{ experiment: given.experiment, network, dataset, facts: { step: 1, epoch: 1, metrics: {} } },
    weights: new Map(weights.map((weight) => [weight.name, weight])),
  };
  return { trained, inputs, outputs, shape: [examples, ...given.inputShape] };
}

/** A file with its bytes in one piece, and those beside it. */
export async function encoded(trained: TrainedNetwork, settings: ExportSettings, stem = 'model') {
  const {
    content,
    proof,
    beside = [],
  } = await encode(trained, settings, {
    stem,
    calibrate: () => Promise.reject(new Error('nothing is calibrated here')),
    savedModel: () =>
      Promise.resolve(
        savedModelOf({ network: trained.network, data: trained.dataset, weights: trained.weights }),
      ),
  });
  return {
    bytes: Buffer.concat(content),
    proof,
    beside: beside.map(({ name, content: pieces }) => ({ name, bytes: Buffer.concat(pieces) })),
  };
}

/** The largest difference between two lists of values, in shares of the largest of ours, or of 1. */
export function relativeDifference(ours: Float32Array, theirs: ArrayLike<number>): number {
  const largest = ours.reduce((most, value, at) => Math.max(most, Math.abs(value - (theirs[at] ?? NaN))), 0);
  if (ours.length !== theirs.length) return NaN;
  return largest / ours.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
}
