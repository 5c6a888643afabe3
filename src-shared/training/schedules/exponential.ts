import { z } from 'zod';
import { defineSchedule } from '../schedule';

export const exponential = defineSchedule({
  kind: 'exponential',
  title: 'Exponential decay',
  description: {
    summary: 'Lowers the learning rate a little at every step, by the given factor over an epoch.',
    formula: 'η(t) = η₀ · factor^(t / steps per epoch)',
    source: 'CS231n, Neural Networks Part 3: Exponential decay',
  },
  schema: z.strictObject({ factor: z.number().positive().max(1).default(0.95) }),
  fields: { factor: { label: 'Factor per epoch', control: 'number', minimum: 0, maximum: 1, step: 0.01 } },
  code: {
    python: ({ factor }) => `return ${factor} ** (step / steps_per_epoch)`,
    javascript: ({ factor }) => `return ${factor} ** (step / stepsPerEpoch);`,
  },
  factor: ({ factor }, clock) => factor ** (clock.step / clock.stepsPerEpoch),
});
