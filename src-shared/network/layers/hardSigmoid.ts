import { defineActivation, noParameters } from '../activation';

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
  curve: (x) => Math.min(Math.max(0, x + 3), 6) / 6,
  apply(ops, x) {
    const ramp = ops.minimum(ops.relu(ops.add(x, ops.constant(3))), ops.constant(6));
    return ops.multiply(ramp, ops.constant(1 / 6));
  },
});
