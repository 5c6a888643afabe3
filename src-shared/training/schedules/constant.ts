import { z } from 'zod';
import { defineSchedule } from '../schedule';

export const constant = defineSchedule({
  kind: 'constant',
  title: 'Constant',
  description: {
    summary: 'The learning rate stays as it is set.',
    formula: 'η(t) = η₀',
    source: 'CS231n, Neural Networks Part 3: Annealing the learning rate',
  },
  schema: z.strictObject({}),
  fields: {},
  code: {
    python: () => 'return 1',
    javascript: () => 'return 1;',
  },
  factor: () => 1,
});
