import type { SessionRequest } from '../session';

/** Multiply-adds in a step below which an operation is over before a second thread has woken up for the next. */
const smallStep = 1_000_000;

/**
 * Lets TensorFlow run the operations of a small net one after another: a quarter faster than handing them from thread
 * to thread. TensorFlow reads this when the process makes its first session and keeps to it, so a process that trains
 * several nets goes by the first. Each operation may still use all cores.
 */
export function chooseThreads({ network, training }: SessionRequest): void {
  if (network.totals.multiplyAdds * training.config.batchSize >= smallStep) return;
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
}
