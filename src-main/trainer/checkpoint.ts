import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '@shared/errors';
import { runMetricsSchema, type RunMetrics } from '@shared/runs/run';
import { checkpointFile, type CheckpointName } from './protocol';
import {
  hashTensors,
  readTensorFile,
  readTensorHeader,
  writeTensorFile,
  type TensorFile,
} from './safetensors';
import type { StateTensor } from './session';

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

const clockJson = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(clockSchema);

export const noMetrics: RunMetrics = {
  trainingLoss: null,
  trainingAccuracy: null,
  validationLoss: null,
  validationAccuracy: null,
  testLoss: null,
  testAccuracy: null,
  bestValidationLoss: null,
  bestValidationAccuracy: null,
  bestEpoch: null,
};

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

export interface Checkpoint {
  readonly tensors: readonly StateTensor[];
  readonly clock: Clock;
}

export function parametersIn(tensors: readonly StateTensor[]): StateTensor[] {
  return tensors.filter(({ name }) => name.startsWith('parameters/'));
}

export function isFinite(tensors: readonly StateTensor[]): boolean {
  return tensors.every(({ values }) => values.every(Number.isFinite));
}

/** @returns the hash of the weights, which names them in `show`. */
export function writeCheckpoint(
  directory: string,
  name: CheckpointName,
  { tensors, clock }: Checkpoint,
): string {
  const weightsHash = hashTensors(parametersIn(tensors));
  const metadata = { format: 'layerlab-checkpoint-1', clock: JSON.stringify(clock), weightsHash };
  writeTensorFile(join(directory, checkpointFile[name]), { tensors, metadata });
  return weightsHash;
}

/** @throws AppError where the file is missing, damaged, or not a checkpoint. */
export function readCheckpoint(path: string): Checkpoint {
  const { tensors, metadata } = readTensorFile(path);
  return { tensors, clock: clockIn(metadata, path) };
}

/** How far the run of a checkpoint had come, without reading its tensors. @throws AppError as {@link readCheckpoint} */
export function readClock(path: string): Clock {
  return clockIn(readTensorHeader(path).metadata, path);
}

function clockIn(metadata: TensorFile['metadata'], path: string): Clock {
  const clock = clockJson.safeParse(metadata['clock']);
  if (clock.success) return clock.data;
  throw new AppError('badArgument', 'The file is not a Layerlab checkpoint', {
    where: path,
    remedy: 'Choose a file that a run of Layerlab has written.',
    cause: clock.error,
  });
}
