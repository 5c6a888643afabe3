import { readdirSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

const { PRIORITY_BELOW_NORMAL } = constants.priority;

/**
 * Lets everything else on the machine come before this process, from here on and for good: training takes every core.
 * Linux has a priority for each thread, which those that it starts inherit; TensorFlow's are there since it was loaded.
 */
export function giveWay(): void {
  for (const thread of threads()) {
    try {
      // Nobody but root may raise it, should the whole app have been started with a lower one.
      if (getPriority(thread) < PRIORITY_BELOW_NORMAL) setPriority(thread, PRIORITY_BELOW_NORMAL);
    } catch {
      // The thread has ended meanwhile.
    }
  }
}

/** Those of this process, as Linux calls them; 0 elsewhere, which is the process as a whole. */
function threads(): number[] {
  return process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
}
