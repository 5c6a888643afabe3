import { z } from 'zod';
import { plain } from '../../frameworks/kerasArguments';
import { torchModule } from '../../frameworks/torch';
import { defineActivation } from '../layer/activation';

/** tfjs's own layer knows only α = 1. */
const tfjsScaledElu = `/** An ELU with a depth of its own for negative values. */
class ScaledELU extends tf.layers.Layer {
  static className = 'ScaledELU';

  constructor(options) {
    super(options);
    this.alpha = options.alpha;
  }

  computeOutputShape(inputShape) {
    return inputShape;
  }

  call(inputs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.tidy(() => tf.where(x.greater(0), x, x.exp().sub(1).mul(this.alpha)));
  }

  getConfig() {
    return { ...super.getConfig(), alpha: this.alpha };
  }
}`;

export const elu = defineActivation({
  kind: 'elu',
  title: 'ELU',
  description: {
    summary:
      'Like a ReLU for positive values; negative ones run smoothly into −α instead of being cut off, so that the mean ' +
      'of the outputs stays near zero and no unit dies.',
    formula: 'y = x where x > 0, else α(eˣ − 1)',
    source: 'Clevert et al. 2016; CS231n, Neural Networks Part 1',
  },
  schema: z.object({ alpha: z.number().min(0).max(10).default(1) }),
  fields: { alpha: { label: 'Depth for x → −∞ (α)', control: 'number', minimum: 0, maximum: 10, step: 0.1 } },
  code: {
    keras: {
      classNames: ['ELU', 'ScaledELU'],
      arguments: { alpha: plain('alpha', { usual: 1 }) },
      activation: { names: { elu: {} } },
      tfjs: ({ parameters: { alpha } }) =>
        alpha === 1 ? { factory: 'elu' } : { className: 'ScaledELU', source: tfjsScaledElu },
    },
    pytorch: ({ parameters: { alpha } }) => torchModule(`nn.ELU(${alpha === 1 ? '' : alpha})`),
  },
  traits: { outputRange: ({ alpha }) => [-alpha, Infinity], gainsInGroups: true, provenAsMachineCode: true },
  curve: (x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x)),
  apply(ops, x, { alpha }) {
    const unscaled = ops.elu(x);
    if (alpha === 1) return unscaled;
    const positive = ops.relu(x);
    return ops.add(positive, ops.multiply(ops.constant(alpha), ops.subtract(unscaled, positive)));
  },
});
