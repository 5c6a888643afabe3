import { Worker } from 'node:worker_threads';
import type { ProcessEnd } from '../ending';

/** Milliseconds between two looks. */
const pause = 10;

/** A thread of its own, since whoever takes memory leaves none to the event loop that it does so on. */
const watch = `
  const { workerData: { most, pause } } = require('node:worker_threads');
  setInterval(() => {
    if (process.memoryUsage.rss() > most) process.kill(process.pid, 'SIGKILL');
  }, pause);
`;

/**
 * Ends this process, wherever it is, as soon as it holds more memory: what a file unpacks to is known only afterwards.
 * Node itself limits JavaScript's own objects alone, and no array of numbers or bytes.
 */
export function limitMemory(most: number): void {
  new Worker(watch, { eval: true, workerData: { most, pause } }).unref();
}

/** Whether it was memory that a process with a limit ended of: by its own hand, or by the system's. */
export const ranOutOfMemory = ({ signal }: ProcessEnd): boolean => signal === 'SIGKILL';
