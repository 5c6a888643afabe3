import { availableParallelism } from 'node:os';
import type { Parallelism } from '@shared/training/parallelism';

/** So that a part of a batch of 128 keeps 32 examples; more than two have not been measured. */
const mostParts = 4;

/**
 * Tells TensorFlow how many threads share an operation, which it reads when it is loaded and never again.
 * @returns parts that a batch is to be trained in side by side
 */
export function shareCores(parallelism: Parallelism): number {
  if (parallelism === 'operations') return 1;
  const cores = availableParallelism();
  const parts = Math.min(cores, mostParts);
  process.env['TF_NUM_INTRAOP_THREADS'] = String(Math.ceil(cores / parts));
  return parts;
}
