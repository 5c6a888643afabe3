import { z } from 'zod';
import { defineSchedule } from '../schedule';

export const step = defineSchedule({
  kind: 'step',
  title: 'Step decay',
  description: {
    summary: 'Lowers the learning rate by a factor every few epochs.',
    formula: 'η(t) = η₀ · factor^⌊epoch / every⌋',
    source: 'CS231n, Neural Networks Part 3: Step decay',
  },
  schema: z.strictObject({
    every: z.int().min(1).default(5),
    factor: z.number().positive().max(1).default(0.5),
  }),
  fields: {
    every: { label: 'Every … epochs', control: 'integer', minimum: 1 },
    factor: { label: 'Factor', control: 'number', minimum: 0, maximum: 1, step: 0.05 },
  },
  code: {
    python: ({ every, factor }) => `return ${factor} ** (step // (${every} * steps_per_epoch))`,
    javascript: ({ every, factor }) => `return ${factor} ** Math.floor(step / (${every} * stepsPerEpoch));`,
  },
  factor: ({ every, factor }, clock) => factor ** Math.floor(clock.step / (every * clock.stepsPerEpoch)),
});
