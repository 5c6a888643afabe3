import { z } from 'zod';
import { startCheckSchema } from '../checks/check';
import { findingSchema } from '../finding';

/** Examples that a net is to learn by heart. */
export const rehearsedExamples = 20;
/** Steps that it gets for that, all examples in each. */
export const rehearsalSteps = 500;

/** Whether a net could learn a few examples by heart; what cannot do that will learn nothing of many. */
export const rehearsalSchema = z.object({
  /** `stillLearning`: not yet, though its loss falls. */
  verdict: z.enum(['learned', 'stillLearning', 'notLearned']),
  examples: z.int(),
  /** Steps after which it knew them all; otherwise those that it took. */
  steps: z.int(),
  /** Examples that it then answered right; null for regression. */
  right: z.int().nullable(),
  /** At that step; null where it was not a number. */
  loss: z.number().nullable(),
  /** What answering the same everywhere would score on these examples. */
  constantLoss: z.number(),
  /** What would keep from learning by heart, and was left out. */
  setAside: z.array(z.string()),
  /** What was looked at before the first step. */
  checks: z.array(startCheckSchema),
  /** What kept it from learning; empty where it learned. */
  findings: z.array(findingSchema),
});
export type Rehearsal = z.infer<typeof rehearsalSchema>;

/** What whoever waits for a rehearsal hears, the outcome last. */
export const rehearsalEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), step: z.int(), steps: z.int() }),
  z.object({ type: z.literal('rehearsed'), rehearsal: rehearsalSchema }),
]);
export type RehearsalEvent = z.infer<typeof rehearsalEventSchema>;
