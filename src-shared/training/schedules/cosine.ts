import { z } from 'zod';
import { defineSchedule } from '../schedule';

export const cosine = defineSchedule({
  kind: 'cosine',
  title: 'Cosine',
  description: {
    summary:
      'Follows half a cosine from the full learning rate down to its end over the whole run: slow at first, ' +
      'quick in the middle, gentle at the end.',
    formula: 'η(t) = η₀ · (m + (1 − m)·½(1 + cos(π·t/T)))',
    source: 'Loshchilov & Hutter 2017, SGDR (without restarts)',
  },
  schema: z.strictObject({ minimumFactor: z.number().min(0).max(1).default(0) }),
  fields: {
    minimumFactor: { label: 'Factor at the end', control: 'number', minimum: 0, maximum: 1, step: 0.01 },
  },
  code: {
    python: ({ minimumFactor: m }) =>
      `return ${m} + (1 - ${m}) * (1 + math.cos(math.pi * step / total_steps)) / 2`,
    javascript: ({ minimumFactor: m }) =>
      `return ${m} + ((1 - ${m}) * (1 + Math.cos((Math.PI * step) / totalSteps))) / 2;`,
  },
  factor({ minimumFactor }, clock) {
    const progress = Math.min(1, clock.step / clock.totalSteps);
    return minimumFactor + ((1 - minimumFactor) * (1 + Math.cos(Math.PI * progress))) / 2;
  },
});
