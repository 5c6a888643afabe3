import { z } from 'zod';
import { torchModule } from '../../frameworks/torch';
import { defineLayer, onlyInput } from '../layer';

export const softmax = defineLayer({
  kind: 'softmax',
  title: 'Softmax',
  group: 'activation',
  description: {
    summary:
      'Turns scores into probabilities: all positive, together 1, the largest score the most probable. For training, ' +
      'leave it out and take the softmax cross-entropy loss, which applies it itself and more exactly.',
    formula: 'yᵢ = e^(xᵢ) / Σⱼ e^(xⱼ), along the last axis',
    source: 'CS231n, Linear Classification: Softmax classifier',
  },
  schema: z.object({}),
  fields: {},
  code: {
    keras: {
      classNames: ['Softmax'],
      arguments: {},
      activation: { names: { softmax: {} } },
      lastAxis: true,
      // tfjs's own default is the first axis behind the batch.
      tfjs: () => ({ factory: 'softmax', arguments: { axis: -1 } }),
    },
    // The channels are axis 1 in PyTorch, whatever stands behind them.
    pytorch: () => torchModule('nn.Softmax(dim=1)'),
  },
  traits: { outputRange: () => [0, 1], gainsInGroups: true, provenAsMachineCode: true },
  inputs: { minimum: 1, maximum: 1 },
  outputShape: (_parameters, inputs) => onlyInput(inputs),
  forward: ({ ops, inputs }) => ops.softmax(onlyInput(inputs)),
});
