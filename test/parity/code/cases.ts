import type { PreparedDataset } from '@shared/data/prepared';
import { experimentSchema, type Experiment, type ExperimentInput } from '@shared/experiment/experiment';
import { inferNetwork } from '@shared/network/inference';
import { initializeWeights } from '@shared/network/initialWeights';
import { layerCatalogue } from '@shared/network/layers';
import { experimentOf, templateCatalogue } from '@shared/experiment/templates';
import { sizeOf } from '@shared/ops/shape';
import { lossCatalogue } from '@shared/training/losses';
import { networkWith } from '../../engine/exporting/networks';
import { eagerReference, spread } from '../../engine/exporting/trained';
import { smallNetwork } from '../../support/experiments';

export const examples = 4;

export interface Case {
  readonly name: string;
  readonly experiment: Experiment;
  readonly inputShape: readonly number[];
  /** Whether its training part can be run: the loss fits the outputs. */
  readonly trains: boolean;
}

const shapes: Readonly<Record<string, readonly number[]>> = {
  renderedDigits: [28, 28, 1],
  renderedShapes: [32, 32, 3],
  function1d: [1],
};

const templates = templateCatalogue.map((template): Case => {
  const experiment = experimentOf(template);
  const own = experiment.network.layers.find(({ kind }) => kind === 'input')?.['shape'];
  const inputShape = (own as number[] | undefined) ?? shapes[experiment.dataset.kind] ?? [2];
  const training = { ...experiment.training, epochs: 1 };
  return {
    name: `template-${template.id}`,
    experiment: { ...experiment, training },
    inputShape,
    trains: true,
  };
});

function experimentWith(network: ExperimentInput['network'], training: ExperimentInput['training'] = {}) {
  return experimentSchema.parse({ version: 1, network, dataset: { kind: 'moons' }, training });
}

const kinds = layerCatalogue
  .filter(({ kind }) => kind !== 'input')
  .map(({ kind }): Case => {
    const { network, inputShape } = networkWith(kind);
    return { name: `layer-${kind}`, experiment: experimentWith(network), inputShape, trains: false };
  });

/** What a layer's code does differently from its usual form. */
const variants = (
  [
    ['conv2d-strided-same', { kind: 'conv2d', strides: 2, kernelSize: 4 }, [9, 7, 3]],
    ['conv2d-dilated', { kind: 'conv2d', dilation: [2, 1], padding: 'valid', useBias: false }, [9, 7, 3]],
    ['conv1d-strided-same', { kind: 'conv1d', strides: 2, kernelSize: 4 }, [9, 3]],
    ['depthwise-multiplied', { kind: 'depthwiseConv2d', depthMultiplier: 3, strides: 2 }, [8, 8, 2]],
    ['maxPool-same', { kind: 'maxPool2d', poolSize: 3, strides: 2, padding: 'same' }, [8, 7, 2]],
    ['averagePool-same', { kind: 'averagePool2d', poolSize: 3, strides: 2, padding: 'same' }, [8, 7, 2]],
    ['averagePool-uneven', { kind: 'averagePool2d', poolSize: [2, 3], strides: 1 }, [8, 7, 2]],
    ['upsample-even', { kind: 'upsample2d', size: 3 }, [3, 2, 2]],
    ['upsample-uneven', { kind: 'upsample2d', size: [1, 3] }, [3, 2, 2]],
    ['prelu-channels', { kind: 'prelu', sharedAxes: [1, 2] }, [3, 4, 2]],
    ['prelu-sequence', { kind: 'prelu', sharedAxes: [1] }, [3, 4]],
    ['gelu-tanh', { kind: 'gelu', approximate: true }, [5]],
    ['elu-alpha', { kind: 'elu', alpha: 0.3 }, [5]],
    ['normalization-offset', { kind: 'batchNormalization', scale: false, momentum: 0.9 }, [4, 3, 2]],
    ['normalization-scale', { kind: 'batchNormalization', center: false }, [5]],
    ['normalization-sequence', { kind: 'batchNormalization' }, [6, 3]],
    ['layer-normalization-offset', { kind: 'layerNormalization', scale: false }, [6, 3]],
    ['layer-normalization-scale', { kind: 'layerNormalization', center: false }, [6]],
    ['softmax-channels', { kind: 'softmax' }, [3, 4, 2]],
    ['reshape-flat', { kind: 'reshape', targetShape: [-1] }, [3, 4, 2]],
    ['reshape-four', { kind: 'reshape', targetShape: [3, 2, 2, -1] }, [3, 4, 2]],
    ['rescaling-row', { kind: 'rescaling', scale: [2, 0.5, -1] }, [3]],
    ['maxout-unbiased', { kind: 'maxout', units: 3, pieces: 4, useBias: false }, [5]],
    ['dropout-sequence', { kind: 'spatialDropout' }, [6, 3]],
    ['frozen-dense', { kind: 'dense', units: 3, trainable: false }, [5]],
    ['frozen-normalization', { kind: 'batchNormalization', trainable: false }, [4, 3, 2]],
    ['odd-name', { kind: 'dense', units: 3, id: '2nd.dense-layer' }, [5]],
    ['lecun', { kind: 'dense', units: 3, initializer: 'lecunNormal' }, [5]],
    ['keyword-name', { kind: 'dense', units: 3, id: 'forward' }, [5]],
  ] as const
).map(([name, layer, inputShape]): Case => {
  const tested = { id: 'tested', ...layer };
  const network = {
    layers: [{ id: 'input', kind: 'input' }, tested],
    edges: [['input', tested.id]] as [string, string][],
  };
  return { name: `variant-${name}`, experiment: experimentWith(network), inputShape, trains: false };
});

const axes = [1, 2, 3].map((axis): Case => {
  const { network, inputShape } = networkWith('concatenate');
  const layers = network.layers.map((layer) => (layer.kind === 'concatenate' ? { ...layer, axis } : layer));
  const experiment = experimentWith({ ...network, layers });
  return { name: `variant-concatenate-${axis}`, experiment, inputShape, trains: false };
});

/** A small net trained in every way there is: each loss, each optimizer, each schedule. */
const trainings = (
  [
    ...lossCatalogue.flatMap(({ kind, code }) =>
      ['column', 'classes'].map((form) => ({
        name: `loss-${kind}-${form}`,
        training: { loss: kind },
        units: form === 'column' ? 1 : 3,
        fits: code.needsClasses
          ? form === (['hinge', 'squaredHinge'].includes(kind) ? 'column' : 'classes') ||
            kind === 'sigmoidCrossEntropy'
          : true,
      })),
    ),
    { name: 'loss-smoothed', training: { loss: { kind: 'softmaxCrossEntropy', labelSmoothing: 0.1 } } },
    ...['sgd', 'momentum', 'nesterov', 'adagrad', 'adadelta', 'rmsprop', 'adamw'].map((kind) => ({
      name: `optimizer-${kind}`,
      training: { optimizer: { kind } },
    })),
    ...['constant', 'step', 'exponential', 'cosine', 'oneCycle', 'reduceOnPlateau'].map((schedule) => ({
      name: `schedule-${schedule}`,
      training: { schedule, warmupSteps: 2 },
    })),
    {
      name: 'regularized',
      training: { l1: 1e-4, l2: 1e-3, maxNorm: 2, clipNorm: 1, earlyStopping: {} },
    },
  ] as { name: string; training: ExperimentInput['training']; units?: number; fits?: boolean }[]
)
  .filter(({ fits }) => fits !== false)
  .map(({ name, training, units = 3 }): Case => {
    const experiment = experimentWith(smallNetwork(6, units), { ...training, epochs: 2, batchSize: 3 });
    return { name: `training-${name}`, experiment, inputShape: [5], trains: true };
  });

/** Every template, every kind of layer in a small net of its own, and every way to train. */
export const cases: readonly Case[] = [...templates, ...kinds, ...variants, ...axes, ...trainings];

/**
 * What Layerlab itself makes of a case. Biases, scales and moving statistics are moved from their zeros and ones, which
 * would hide errors; kernels stay as they start, so that the outputs stay of the size of 1.
 */
export function reference(
  { experiment, inputShape }: Case,
  scaling: PreparedDataset['scaling'] = { offset: [0], factor: [1] },
) {
  const inputs = spread(examples * sizeOf(inputShape));
  const network = inferNetwork(experiment.network, { inputShape });
  const weights = initializeWeights(network, 3).map((weight, index) => ({
    ...weight,
    values: weight.name.endsWith('/kernel')
      ? weight.values
      : weight.values.map((value, at) => value + 0.1 + 0.05 * Math.sin(at + index)),
  }));
  const dataset = {
    task: 'regression' as const,
    examples,
    inputShape: [...inputShape],
    scaling,
  };
  const session = eagerReference(network, experiment.training, dataset, inputs);
  try {
    session.writeState(weights);
    const outputs = session.predictInputs(inputs, examples);
    return { network, weights, inputs, outputs, width: sizeOf(network.outputShape ?? []) };
  } finally {
    session.dispose();
  }
}
