import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two tries: Linux lets those who are not root change one session's priority in 100, whoever asks. */
const retryInterval = 110;

/**
 * Lets all else on the machine come before a trainer: a window, its engine, and what people do meanwhile, also where a
 * command line trains beside a window. Linux shares the processor among sessions first and looks at priorities only
 * inside of each (autogroups, `man 7 sched`): what the trainers' own low priority says would not reach the browser. Where
 * the kernel has no autogroups, that priority is enough.
 * @param pid of a process with a session of its own
 */
export function leaveProcessorToOthers(pid: number | undefined): void {
  if (process.platform === 'linux' && pid !== undefined) void lowerSession(`/proc/${pid}/autogroup`);
}

/** Tries until the system takes it, or says that the process has ended or that there are no such priorities. */
async function lowerSession(file: string): Promise<void> {
  for (;;) {
    try {
      return await writeFile(file, String(constants.priority.PRIORITY_BELOW_NORMAL));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      await pause(retryInterval, undefined, { ref: false });
    }
  }
}

/**
 * Has Linux take the threads of a process, and those that they start, for batch work, which does not break in on what is
 * running when it wakes. A trainer's wake each other some thousand times a second, and a picture goes through a dozen
 * threads of a window, each of which would wait for them. A still lower priority gains less than that, and beside
 * another busy program training would all but stand still. It is done when this returns, so that threads that are yet to
 * come inherit it. Where there is no `chrt`, all stays as it is.
 */
export function takeForBatchWork(pid: number | undefined): void {
  if (process.platform === 'linux' && pid !== undefined)
    spawnSync('chrt', ['--all-tasks', '--batch', '--pid', '0', String(pid)], { stdio: 'ignore' });
}
