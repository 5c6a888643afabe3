import { z } from 'zod';
import { plain } from '../../frameworks/kerasArguments';
import { torchModule } from '../../frameworks/torch';
import { defineActivation } from '../layer/activation';

export const relu = defineActivation({
  kind: 'relu',
  title: 'ReLU',
  description: {
    summary:
      'Lets positive values through and sets negative ones to zero. Cheap, and its gradient does not fade for ' +
      'large inputs; but a unit that is negative for every example learns nothing more (it is dead). With a maximum, ' +
      'nothing grows beyond it: 6 is usual in nets for small devices (ReLU6).',
    formula: 'y = max(0, x), with a maximum m: min(max(0, x), m)',
    source:
      'CS231n, Neural Networks Part 1: Commonly used activation functions; Howard et al. 2017, MobileNets',
  },
  schema: z.object({ maximum: z.number().positive().max(1e6).optional() }),
  fields: {
    maximum: { label: 'Maximum', control: 'number', minimum: 0, maximum: 1e6, help: 'Empty: none.' },
  },
  code: {
    keras: {
      classNames: ['ReLU'],
      arguments: { maximum: plain('max_value') },
      activation: { names: { relu: {}, relu6: { maximum: 6 } } },
      usual: { negative_slope: [0], threshold: [0] },
      tfjs: () => ({ factory: 'reLU' }),
    },
    pytorch: ({ parameters: { maximum } }) =>
      torchModule(maximum === undefined ? 'nn.ReLU()' : `nn.Hardtanh(0.0, ${maximum})`),
  },
  traits: {
    outputRange: ({ maximum = Infinity }) => [0, maximum],
    gainsInGroups: true,
    provenAsMachineCode: true,
  },
  curve: (x, { maximum = Infinity }) => Math.min(Math.max(0, x), maximum),
  apply: (ops, x, { maximum }) =>
    maximum === undefined ? ops.relu(x) : ops.minimum(ops.relu(x), ops.constant(maximum)),
});
