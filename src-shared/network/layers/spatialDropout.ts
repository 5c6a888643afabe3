import { z } from 'zod';
import { AppError } from '../../errors';
import { plain } from '../../frameworks/kerasArguments';
import { torchModule } from '../../frameworks/torch';
import { formatShape } from '../../ops/shape';
import { defineLayer, onlyInput } from '../layer';

/** Of tfjs's layers, only the one-dimensional is there in some versions: one class serves all. */
const tfjsSpatialDropout = (rank: number): string => `/** Drops whole channels while training. */
class SpatialDropout${rank - 1}D extends tf.layers.Layer {
  static className = 'SpatialDropout${rank - 1}D';

  constructor(options) {
    super(options);
    this.rate = options.rate;
  }

  computeOutputShape(inputShape) {
    return inputShape;
  }

  call(inputs, { training = false }) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!training) return x;
    return tf.tidy(() => {
      const oneAChannel = x.shape.map((size, axis) => (axis === 0 || axis === ${rank} ? size : 1));
      return x.mul(tf.dropout(tf.ones(oneAChannel), this.rate));
    });
  }

  getConfig() {
    return { ...super.getConfig(), rate: this.rate };
  }
}`;

export const spatialDropout = defineLayer({
  kind: 'spatialDropout',
  title: 'Spatial dropout',
  group: 'regularization',
  description: {
    summary:
      'Dropout of whole channels: behind a convolution, neighboring values say nearly the same, so that dropping ' +
      'single ones takes little away. When predicting it does nothing.',
    formula: 'y[…, c] = x[…, c] · m[c] / (1 − p), m[c] ~ Bernoulli(1 − p)',
    source: 'Tompson et al. 2015, Efficient Object Localization Using Convolutional Networks',
  },
  schema: z.object({ rate: z.number().min(0).lt(1).default(0.5) }),
  fields: { rate: { label: 'Rate', control: 'number', minimum: 0, maximum: 0.95, step: 0.05 } },
  code: {
    keras: {
      classNames: ['SpatialDropout2D', 'SpatialDropout1D', 'SpatialDropout3D'],
      classFor: ({ inputs }) => `SpatialDropout${onlyInput(inputs).length - 1}D`,
      arguments: { rate: plain('rate', { positional: true }) },
      draws: ({ rate }) => rate !== 0,
      tfjs: ({ inputs }) => ({
        className: `SpatialDropout${onlyInput(inputs).length - 1}D`,
        source: tfjsSpatialDropout(onlyInput(inputs).length),
      }),
      // When predicting it passes everything on.
      composed: ({ output }, library) =>
        library === 'keras' ? null : [{ className: 'Activation', config: { activation: 'linear' }, output }],
    },
    pytorch: ({ parameters: { rate }, inputs }) =>
      torchModule(`nn.Dropout${onlyInput(inputs).length - 1}d(${rate})`),
  },
  traits: { passesThrough: true, drops: true, usesWholeBatch: true },
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
