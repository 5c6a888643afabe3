import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '@shared/errors';
import { clockSchema, type Clock } from '../run/clock';
import { checkpointFile, type CheckpointName } from '../protocol';
import {
  hashTensors,
  readTensorFile,
  readTensorHeader,
  writeTensorFile,
  type TensorFile,
} from './safetensors';
import type { StateTensor } from '../session/session';

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
