import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { leaveProcessorToOthers, takeForBatchWork } from '../src-main/processes/priority.ts';

/**
 * How long a test waits for a state before it has failed. Waits are for states; this says only when to stop hoping, so
 * it is generous on an idle machine and grows with what a busy one leaves to us.
 */

/** Handed to the processes that the tests run in. */
const variable = 'LAYERLAB_TEST_SLOWNESS';

/** A known piece of work: about half a second for one core of an idle machine. */
const work = "require('node:crypto').pbkdf2Sync('work', 'salt', 1_000_000, 64, 'sha512')";
const idleSeconds = 0.5;
/** A machine that is busier than this for a moment should not make a broken test last for hours. */
const largest = 20;

/** How many times longer than on an idle machine work takes here: 1 or more, measured once at the start of a test run. */
function slowness(): number {
  return Number(process.env[variable] ?? 1);
}

/** Milliseconds, read when they are needed: the measurement is made after modules are loaded. */
export const patience = {
  /** For a whole test, with all that it waits for; `times` as long where it does more than others. */
  test: (times = 1) => 120_000 * times * slowness(),
  /** For one state. */
  state: () => 60_000 * slowness(),
};

/** Does the work as a trainer does its own, in a session that comes after the interface's. */
export async function measureSlowness(): Promise<void> {
  if (process.env[variable] !== undefined) return;
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', work], { detached: true, stdio: 'ignore' });
  leaveProcessorToOthers(child.pid);
  takeForBatchWork(child.pid);
  await once(child, 'close');
  const seconds = (performance.now() - started) / 1000;
  const measured = Math.min(largest, Math.max(1, seconds / idleSeconds));
  process.env[variable] = String(measured);
  if (measured > 2)
    console.log(`This machine is busy: tests wait up to ${Math.round(measured)} times as long.`);
}
