import type { PreparedDataset } from '@shared/data/prepared';
import type { Experiment } from '@shared/experiment/experiment';
import { inferNetwork, type InferredNetwork } from '@shared/network/inference';
import { initializeWeights } from '@shared/network/initialWeights';
import { sizeOf } from '@shared/ops/shape';
import { resolveTraining } from '@shared/training/resolve';
import type { TrainedNetwork } from '../../../src-main/engine/exporting/encoder';
import { createEagerSession } from '../../../src-main/trainer/eager';

/** Numbers spread over [-2, 2] that no symmetry of a net can hide an error behind. */
export const spread = (count: number, phase = 0) =>
  Float32Array.from({ length: count }, (_, i) => 2 * Math.sin(1.7 * i + phase));

/** The eager reference of a regression of a network's outputs on these inputs, all of them to learn from. */
export function eagerReference(
  network: InferredNetwork,
  training: Experiment['training'],
  dataset: Pick<PreparedDataset, 'task' | 'examples' | 'inputShape' | 'scaling'>,
  inputs: Float32Array,
) {
  const targetSize = sizeOf(network.outputShape ?? []);
  const all = Int32Array.from({ length: dataset.examples }, (_, i) => i);
  return createEagerSession({
    network,
    training: resolveTraining({ ...training, loss: 'meanSquaredError' }),
    data: {
      ...dataset,
      classes: 0,
      inputs,
      targets: new Float32Array(dataset.examples * targetSize),
      targetSize,
      splits: { training: all, validation: new Int32Array(), test: new Int32Array() },
    },
  });
}

/**
 * A network with weights, and the eager reference with the same ones, which the caller disposes of. The data set is a
 * regression of the network's outputs, its values spread over its scale.
 */
export function trainedNetwork(
  experiment: Experiment,
  inputShape: readonly number[],
  examples: number,
  seed = 3,
) {
  const channels = inputShape.at(-1) ?? 1;
  const inputs = spread(examples * sizeOf(inputShape), seed - 3);
  const network = inferNetwork(experiment.network, { inputShape });
  const dataset: PreparedDataset = {
    hash: '',
    name: 'test',
    task: 'regression',
    examples,
    inputShape: [...inputShape],
    inputDtype: 'float32',
    featureNames: [],
    targetName: 'y',
    classNames: [],
    splits: { training: examples, validation: 0, test: 0 },
    scaling: {
      offset: Array.from(spread(channels, 1)),
      factor: Array.from(spread(channels, 2), (v) => 1.5 + v / 4),
    },
  };
  // Moving statistics and biases at their initial zeros and ones would hide errors too.
  const weights = initializeWeights(network, seed).map((weight, index) => ({
    ...weight,
    values: weight.values.map((value, at) => value + 0.1 + 0.05 * Math.sin(at + index)),
  }));
  const session = eagerReference(network, experiment.training, dataset, inputs);
  session.writeState(weights);
  const trained: TrainedNetwork = {
    experiment,
    network,
    dataset,
    facts: { step: 1, epoch: 1, metrics: {} },
    weights: new Map(weights.map((weight) => [weight.name, weight])),
  };
  return { trained, session, inputs };
}
