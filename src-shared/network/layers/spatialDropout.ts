import { z } from 'zod';
import { AppError } from '../../errors';
import { formatShape } from '../../ops/shape';
import { defineLayer, onlyInput } from '../layer';

export const spatialDropout = defineLayer({
  kind: 'spatialDropout',
  title: 'Spatial dropout',
  group: 'regularization',
  description: {
    summary:
      'Dropout of whole channels: behind a convolution, neighbouring values say nearly the same, so that dropping ' +
      'single ones takes little away. When predicting it does nothing.',
    formula: 'y[…, c] = x[…, c] · m[c] / (1 − p), m[c] ~ Bernoulli(1 − p)',
    source: 'Tompson et al. 2015, Efficient Object Localization Using Convolutional Networks',
  },
  schema: z.object({ rate: z.number().min(0).lt(1).default(0.5) }),
  fields: { rate: { label: 'Rate', control: 'number', minimum: 0, maximum: 0.95, step: 0.05 } },
  inputs: { minimum: 1, maximum: 1 },
  outputShape(_parameters, inputs) {
    const shape = onlyInput(inputs);
    if (shape.length > 1) return shape;
    throw new AppError(
      'badNetwork',
      `Spatial dropout expects an image or a sequence, gets ${formatShape(shape)}`,
      {
        remedy: 'Use Dropout here, or place it before the Flatten.',
      },
    );
  },
  forward({ ops, inputs, training, stream }, { rate }) {
    const x = onlyInput(inputs);
    if (!training || rate === 0) return x;
    const places = ops
      .shapeOf(x)
      .map((_, axis) => axis)
      .slice(1, -1);
    const kept = ops.greaterEqual(ops.randomUniform(x, { stream }, places), ops.constant(rate));
    return ops.multiply(x, ops.multiply(ops.cast(kept, 'float32'), ops.constant(1 / (1 - rate))));
  },
});
