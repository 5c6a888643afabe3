import { existsSync, mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds without a sign of life after which a lock's holder is taken for dead. */
const longestSilence = 30_000;
const lookInterval = 250;

/**
 * Does the work while no other process does any under the same lock, which is a folder: to make one succeeds once.
 * @param onWait called once where another process has the lock
 */
export async function withLock(folder, work, onWait = () => undefined, silence = longestSilence) {
  mkdirSync(dirname(folder), { recursive: true });
  let waited = false;
  while (!take(folder)) {
    if (!waited) onWait();
    waited = true;
    const madeOrAlive = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - madeOrAlive > silence) rmSync(folder, { recursive: true, force: true });
    else await sleep(lookInterval);
  }
  const alive = setInterval(() => {
    if (existsSync(folder)) utimesSync(folder, new Date(), new Date());
  }, silence / 6);
  try {
    return await work();
  } finally {
    clearInterval(alive);
    rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}
