import { z } from 'zod';
import { noMetrics, runMetricsSchema } from '@shared/runs/run';
import type { StepResult } from '../session/session';

/** JSON writes what is not finite as null. */
const anyNumber = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);

/**
 * How far a run has come: with the tensors, all that is needed to go on exactly. The order of an epoch and the
 * random draws follow from the seed, the epoch and the step.
 */
export const clockSchema = z.object({
  /** Steps taken. */
  step: z.int(),
  /** Epochs completed. */
  epoch: z.int(),
  /** Steps taken in the epoch under way. */
  batch: z.int(),
  /** Examples seen in the epoch under way, and sums over them. */
  epochExamples: z.int(),
  epochLoss: anyNumber,
  epochAccuracy: anyNumber,
  /** Loss that schedules and early stopping look at, after each epoch. */
  history: z.array(anyNumber),
  /** Smallest monitored value so far (accuracy negated), and the epoch after which it was had, from 1. */
  best: z.object({ score: z.number(), epoch: z.int() }).nullable(),
  elapsedSeconds: z.number(),
  metrics: runMetricsSchema,
});
export type Clock = z.infer<typeof clockSchema>;

export const startClock: Clock = {
  step: 0,
  epoch: 0,
  batch: 0,
  epochExamples: 0,
  epochLoss: 0,
  epochAccuracy: 0,
  history: [],
  best: null,
  elapsedSeconds: 0,
  metrics: noMetrics,
};

/**
 * Moves the clock on by the steps of one call.
 * @param examples size of the training split
 * @returns how many examples the steps saw
 */
export function countSteps(
  clock: Clock,
  { loss, accuracy }: StepResult,
  batchSize: number,
  examples: number,
): number {
  const before = clock.epochExamples;
  loss.forEach((value, index) => {
    // The last batch of an epoch may be smaller, and counts for less in the epoch's means.
    const size = Math.min(batchSize, examples - clock.epochExamples);
    clock.epochExamples += size;
    clock.epochLoss += value * size;
    clock.epochAccuracy += (accuracy[index] ?? 0) * size;
  });
  clock.step += loss.length;
  clock.batch += loss.length;
  clock.metrics.trainingLoss = clock.epochLoss / clock.epochExamples;
  clock.metrics.trainingAccuracy = accuracy.length > 0 ? clock.epochAccuracy / clock.epochExamples : null;
  return clock.epochExamples - before;
}

/** Ends the epoch under way. @param monitoredLoss what schedules and early stopping look at */
export function countEpoch(clock: Clock, monitoredLoss: number): void {
  clock.epoch += 1;
  clock.batch = 0;
  clock.epochExamples = 0;
  clock.epochLoss = 0;
  clock.epochAccuracy = 0;
  clock.history.push(monitoredLoss);
}
