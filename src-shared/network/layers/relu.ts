import { z } from 'zod';
import { defineLayer, onlyInput } from '../layer';

export const relu = defineLayer({
  kind: 'relu',
  title: 'ReLU',
  group: 'activation',
  description: {
    summary:
      'Lets positive values through and sets negative ones to zero. Cheap, and its gradient does not fade for ' +
      'large inputs; but a unit that is negative for every example learns nothing more (it is dead).',
    formula: 'y = max(0, x)',
    source: 'CS231n, Neural Networks Part 1: Commonly used activation functions',
  },
  schema: z.object({}),
  fields: {},
  inputs: { minimum: 1, maximum: 1 },
  curve: (x) => Math.max(0, x),
  outputShape: (_parameters, inputs) => onlyInput(inputs),
  forward: ({ ops, inputs }) => ops.relu(onlyInput(inputs)),
});
