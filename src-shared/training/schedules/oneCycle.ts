import { z } from 'zod';
import { defineSchedule } from '../schedule';

/** From `start` to `end` along half a cosine, as `progress` goes from 0 to 1. */
function anneal(start: number, end: number, progress: number): number {
  return end + ((start - end) / 2) * (1 + Math.cos(Math.PI * progress));
}

export const oneCycle = defineSchedule({
  kind: 'oneCycle',
  title: 'One cycle',
  description: {
    summary:
      'Rises from a small learning rate to the one that is set, then falls to almost nothing by the end of the ' +
      'run. It allows a larger peak than a constant rate would bear.',
    formula: 'η₀/d → η₀ over the first share of the run, then η₀ → η₀/(d·e), both along a half cosine',
    source: 'Smith & Topin 2018, Super-Convergence; PyTorch OneCycleLR',
  },
  schema: z.strictObject({
    peakAt: z.number().gt(0).lt(1).default(0.3),
    initialDivisor: z.number().min(1).default(25),
    finalDivisor: z.number().min(1).default(10_000),
  }),
  fields: {
    peakAt: { label: 'Peak at this share of the run', control: 'number', minimum: 0, maximum: 1, step: 0.05 },
    initialDivisor: { label: 'Start: peak divided by', control: 'number', minimum: 1 },
    finalDivisor: { label: 'End: start divided by', control: 'number', minimum: 1 },
  },
  code: {
    python: ({ peakAt, initialDivisor, finalDivisor }) => `def anneal(start, end, progress):
    return end + (start - end) / 2 * (1 + math.cos(math.pi * progress))

last, peak = total_steps - 1, ${peakAt} * total_steps - 1
if step <= peak:
    return anneal(1 / ${initialDivisor}, 1, step / peak)
return anneal(1, 1 / ${initialDivisor} / ${finalDivisor}, min(1, (step - peak) / (last - peak)))`,
    javascript: ({ peakAt, initialDivisor, finalDivisor }) => `const anneal = (start, end, progress) =>
  end + ((start - end) / 2) * (1 + Math.cos(Math.PI * progress));
const last = totalSteps - 1;
const peak = ${peakAt} * totalSteps - 1;
if (step <= peak) return anneal(1 / ${initialDivisor}, 1, step / peak);
return anneal(1, 1 / ${initialDivisor} / ${finalDivisor}, Math.min(1, (step - peak) / (last - peak)));`,
  },
  factor({ peakAt, initialDivisor, finalDivisor }, clock) {
    const lastStep = Math.max(1, clock.totalSteps - 1);
    const peak = Math.max(peakAt * clock.totalSteps - 1, Number.EPSILON);
    const start = 1 / initialDivisor;
    const now = Math.min(clock.step, lastStep);
    if (now <= peak) return anneal(start, 1, now / peak);
    return anneal(1, start / finalDivisor, (now - peak) / Math.max(lastStep - peak, Number.EPSILON));
  },
});
