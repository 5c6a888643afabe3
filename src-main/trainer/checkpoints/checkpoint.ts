import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '@shared/errors';
import {
  metricsOfWeights,
  weightsFactsSchema,
  type CheckpointName,
  type WeightsFacts,
} from '@shared/runs/run';
import { clockSchema, type Clock } from '../run/pacing/clock';
import { checkpointFile } from '../protocol';
import {
  hashTensors,
  readTensorFile,
  readTensorHeader,
  tensorsIn,
  writeTensorFile,
  type ReadTensor,
  type TensorFile,
} from './safetensors';
import type { StateTensor, TensorBlocks } from '../session/session';

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('not JSON');
    return z.NEVER;
  }
});

export interface CheckpointFacts extends WeightsFacts {
  /** SHA-256 over the weights in the network's order. */
  readonly weightsHash: string;
}

export interface Checkpoint {
  readonly tensors: readonly StateTensor[];
  /** How far the run has come that goes on from here. */
  readonly clock: Clock;
  /** Which weights these are, where a run that ended has taken up its best again; else those of the clock's step. */
  readonly weights?: WeightsFacts;
}

/** What a clock tells of the weights of its step. Validation is measured between two epochs, and of those weights. */
export function weightsAt({ step, epoch, batch, metrics }: Clock): WeightsFacts {
  if (batch > 0 || epoch === 0) return { step, epoch, metrics: {} };
  return { step, epoch, metrics: metricsOfWeights(metrics) };
}

/** Whether a tensor of this name is the network's, and not its optimizer's. */
export const isParameter = (name: string): boolean => name.startsWith('parameters/');

export function parametersIn(tensors: readonly StateTensor[]): StateTensor[] {
  return tensors.filter(({ name }) => isParameter(name));
}

export function areFinite(tensors: readonly StateTensor[]): boolean {
  return tensors.every(({ values }) => values.every(Number.isFinite));
}

export function writeCheckpoint(
  directory: string,
  name: CheckpointName,
  { tensors, clock, weights = weightsAt(clock) }: Checkpoint,
): CheckpointFacts {
  const weightsHash = hashTensors(parametersIn(tensors));
  const metadata = {
    format: 'layerlab-checkpoint-1',
    clock: JSON.stringify(clock),
    weights: JSON.stringify(weights),
    weightsHash,
  };
  writeTensorFile(join(directory, checkpointFile[name]), { tensors, metadata });
  return { ...weights, weightsHash };
}

/** @throws AppError where the file is missing, damaged, or not a checkpoint. */
export function readCheckpoint(path: string): Checkpoint {
  const { tensors, metadata } = readTensorFile(path);
  return { tensors, clock: clockIn(metadata, path) };
}

/** Bytes of weights that are in memory together where they are only passed on. */
const passedAtOnce = 2 ** 25;

/**
 * Passes the weights of a checkpoint on, some at a time, and lets go of them: whoever copies them does not have a large
 * network in memory twice.
 * @param blocks in which tensors are passed on, where they are not whole
 * @throws AppError as {@link readCheckpoint}, some of the weights then being passed on
 */
export function passWeights(
  path: string,
  take: (tensors: readonly StateTensor[]) => void,
  blocks?: TensorBlocks,
): void {
  let together: ReadTensor[] = [];
  let bytes = 0;
  const pass = () => {
    take(together);
    for (const { values } of together) values.buffer.transfer(0);
    [together, bytes] = [[], 0];
  };
  for (const tensor of tensorsIn(path, isParameter, blocks)) {
    together.push(tensor);
    bytes += tensor.values.byteLength;
    if (bytes >= passedAtOnce) pass();
  }
  if (together.length > 0) pass();
}

/**
 * Reads all of a checkpoint and holds its weights against the hash that it was written with.
 * @throws AppError as {@link readCheckpoint}
 */
export function verifyCheckpoint(path: string): void {
  const { tensors, metadata } = readTensorFile(path);
  clockIn(metadata, path);
  if (hashTensors(parametersIn(tensors)) === metadata['weightsHash']) return;
  throw new AppError('badArgument', 'The weights are not those that were written', {
    where: path,
    remedy: 'Train the run again.',
  });
}

/** How far the run of a checkpoint had come, without reading its tensors. @throws AppError as {@link readCheckpoint} */
export function readClock(path: string): Clock {
  return clockIn(readTensorHeader(path).metadata, path);
}

/** Which weights a checkpoint holds, without reading them. @throws AppError as {@link readCheckpoint} */
export function readFacts(path: string): CheckpointFacts {
  const { metadata } = readTensorHeader(path);
  const weights =
    metadata['weights'] === undefined
      ? weightsAt(clockIn(metadata, path))
      : parsed(json.pipe(weightsFactsSchema), metadata['weights'], path);
  return { ...weights, weightsHash: metadata['weightsHash'] ?? '' };
}

function clockIn(metadata: TensorFile['metadata'], path: string): Clock {
  return parsed(json.pipe(clockSchema), metadata['clock'], path);
}

function parsed<Output>(schema: z.ZodType<Output>, text: string | undefined, path: string): Output {
  const result = schema.safeParse(text);
  if (result.success) return result.data;
  throw new AppError('badArgument', 'The file is not a Layerlab checkpoint', {
    where: path,
    remedy: 'Choose a file that a run of Layerlab has written.',
    cause: result.error,
  });
}
