import { z } from 'zod';
import { metricField } from '@shared/runs/metricNames';
import { noMetrics, runMetricsSchema } from '@shared/runs/run';
import type { MetricKind } from '@shared/training/metrics';
import type { StepResult } from '../../session/session';

/** JSON writes what is not finite as null. */
const anyNumber = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);

/** Checkpoints of version 0.1 held the sums of an epoch in fields of their own. */
function withEpochSums(clock: unknown): unknown {
  if (typeof clock !== 'object' || clock === null || !('epochLoss' in clock)) return clock;
  const { epochLoss, epochAccuracy, ...rest } = clock as Record<string, unknown>;
  return { ...rest, epochSums: { loss: epochLoss, accuracy: epochAccuracy } };
}

/**
 * How far a run has come: with the tensors, all that is needed to go on exactly. The order of an epoch and the
 * random draws follow from the seed, the epoch and the step.
 */
const clockObject = z.object({
  /** Steps taken. */
  step: z.int(),
  /** Epochs completed. */
  epoch: z.int(),
  /** Steps taken in the epoch under way. */
  batch: z.int(),
  /** Examples seen in the epoch under way, and sums over them of the loss and of each metric of every step. */
  epochExamples: z.int(),
  epochSums: z.record(z.string(), anyNumber),
  /** Loss that schedules and early stopping look at, after each epoch. */
  history: z.array(anyNumber),
  /** Smallest monitored value so far (negated where more is better), and the epoch after which it was had, from 1. */
  best: z.object({ score: z.number(), epoch: z.int() }).nullable(),
  elapsedSeconds: z.number(),
  metrics: runMetricsSchema,
});
export const clockSchema = z.preprocess(withEpochSums, clockObject);
export type Clock = z.infer<typeof clockObject>;

export const startClock: Clock = {
  step: 0,
  epoch: 0,
  batch: 0,
  epochExamples: 0,
  epochSums: {},
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
  { loss, metrics }: StepResult,
  batchSize: number,
  examples: number,
): number {
  const before = clock.epochExamples;
  const sizes = Array.from(loss, () => {
    // The last batch of an epoch may be smaller, and counts for less in the epoch's means.
    const size = Math.min(batchSize, examples - clock.epochExamples);
    clock.epochExamples += size;
    return size;
  });
  clock.step += loss.length;
  clock.batch += loss.length;
  for (const [kind, values = []] of entriesOf({ loss, ...metrics })) {
    const sum = sizes.reduce(
      (total, size, index) => total + (values[index] ?? NaN) * size,
      clock.epochSums[kind] ?? 0,
    );
    clock.epochSums[kind] = sum;
    clock.metrics[metricField('training', kind)] = sum / clock.epochExamples;
  }
  return clock.epochExamples - before;
}

function entriesOf<Value>(record: Partial<Record<MetricKind, Value>>) {
  return Object.entries(record) as [MetricKind, Value | undefined][];
}

/** Ends the epoch under way. @param monitoredLoss what schedules and early stopping look at */
export function countEpoch(clock: Clock, monitoredLoss: number): void {
  clock.epoch += 1;
  clock.batch = 0;
  clock.epochExamples = 0;
  clock.epochSums = {};
  clock.history.push(monitoredLoss);
}
