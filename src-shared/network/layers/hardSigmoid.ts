import { torchModule } from '../../frameworks/torch';
import { defineActivation, noParameters } from '../layer/activation';

/** The hard sigmoid of tfjs is Keras 2's: clip(0.2x + 0.5, 0, 1). */
const tfjsSource = `/** Keras 3's hard sigmoid; tfjs has the steeper one of Keras 2. */
class HardSigmoid extends tf.layers.Layer {
  static className = 'HardSigmoid';

  computeOutputShape(inputShape) {
    return inputShape;
  }

  call(inputs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.tidy(() => x.add(3).clipByValue(0, 6).div(6));
  }
}`;

export const hardSigmoid = defineActivation({
  kind: 'hardSigmoid',
  title: 'Hard sigmoid',
  description: {
    summary:
      'The sigmoid as three straight lines: 0 below −3, 1 above 3, and a ramp between. Cheap on small devices; outside ' +
      'the ramp there is no gradient at all.',
    formula: 'y = min(max(0, x + 3), 6) / 6',
    source: 'Howard et al. 2019, Searching for MobileNetV3; Keras 3’s hard_sigmoid',
  },
  ...noParameters,
  code: {
    keras: {
      classNames: ['Activation', 'HardSigmoid'],
      arguments: {},
      activation: { names: { hard_sigmoid: {} }, sinceKeras3: true },
      tfjs: () => ({ className: 'HardSigmoid', source: tfjsSource }),
      composed: ({ output }, library) =>
        library === 'keras'
          ? null
          : [
              { className: 'Rescaling', config: { scale: 1, offset: 3 }, output },
              { className: 'ReLU', config: { max_value: 6 }, output },
              { className: 'Rescaling', config: { scale: 1 / 6, offset: 0 }, output },
            ],
    },
    pytorch: () => torchModule('nn.Hardsigmoid()'),
  },
  traits: { saturates: true, outputRange: () => [0, 1], gainsInGroups: true, provenAsMachineCode: true },
  curve: (x) => Math.min(Math.max(0, x + 3), 6) / 6,
  apply(ops, x) {
    const ramp = ops.minimum(ops.relu(ops.add(x, ops.constant(3))), ops.constant(6));
    return ops.multiply(ramp, ops.constant(1 / 6));
  },
});
