import { z } from 'zod';
import { normalizationArguments, torchLayerNormalization } from '../layer/normalizationCode';
import { defineLayer, onlyInput } from '../layer';
import {
  affineWeights,
  normalizationFields,
  normalizationParameters,
  normalize,
} from '../layer/normalization';

export const layerNormalization = defineLayer({
  kind: 'layerNormalization',
  title: 'Layer normalization',
  group: 'normalization',
  description: {
    summary:
      'Brings the values along the last axis of each example to mean 0 and deviation 1, then applies a learned scale and ' +
      'offset. Each example stands for itself, so that training and predicting are the same and the batch may be small.',
    formula: 'y = γ·(x − μ)/√(σ² + ε) + β, with μ and σ² over the last axis',
    source: 'Ba et al. 2016, Layer Normalization',
  },
  schema: z.object(normalizationParameters),
  fields: normalizationFields,
  code: {
    keras: {
      classNames: ['LayerNormalization'],
      arguments: normalizationArguments,
      usual: { rms_scaling: [false] },
      lastAxis: true,
      tfjs: () => ({ factory: 'layerNormalization' }),
    },
    pytorch: ({ parameters, inputs }) => torchLayerNormalization(parameters, onlyInput(inputs)),
  },
  traits: { gainsInGroups: true },
  inputs: { minimum: 1, maximum: 1 },
  outputShape: (_parameters, inputs) => onlyInput(inputs),
  weights: (parameters, inputs) => affineWeights(parameters, onlyInput(inputs).at(-1) ?? 1),
  forward({ ops, inputs, weight }, parameters) {
    const x = onlyInput(inputs);
    const mean = ops.mean(x, [-1], true);
    const variance = ops.mean(ops.square(ops.subtract(x, mean)), [-1], true);
    return normalize(ops, x, { mean, variance }, weight, parameters);
  },
});
