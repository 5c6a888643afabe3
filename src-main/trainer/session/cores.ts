import { availableParallelism } from 'node:os';
import type { Parallelism, InterOp } from '@shared/training/computing/parallelism';

/** TensorFlow reads it when it is loaded, and never again. */
const threadsName = 'TF_NUM_INTRAOP_THREADS';
/** So is this; a negative number means the thread that asks. */
const interOpName = 'TF_NUM_INTEROP_THREADS';

/** So that a part of a batch of 128 keeps 32 examples; more than two have not been measured. */
const mostParts = 4;

/**
 * Tells TensorFlow how many threads share an operation, and which go from one to the next, before it is loaded.
 * @returns parts that a batch is to be trained in side by side
 */
export function shareCores(parallelism: Parallelism, interOp: InterOp): number {
  if (interOp === 'caller') process.env[interOpName] ??= '-1';
  if (parallelism === 'operations') return 1;
  const cores = availableParallelism();
  const parts = parallelism === 'nothing' ? 1 : Math.min(cores, mostParts);
  const threads = parallelism === 'nothing' ? 1 : Math.ceil(cores / parts);
  process.env[threadsName] = String(threads);
  return parts;
}

/** Threads that share an operation in this process: one for each core, where nobody has said how many. */
export function threadsOfOperation(): number {
  return Number(process.env[threadsName]) || availableParallelism();
}
