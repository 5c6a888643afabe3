import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs';
import { constants } from 'node:os';

/**
 * Lets all else on the machine come before a trainer: a window, its engine, and what people do meanwhile, also where a
 * command line trains beside a window. Linux shares the processor among sessions first and looks at priorities only
 * inside of each (autogroups, `man 7 sched`): what the trainers' own low priority says would not reach the browser. Where
 * the kernel has no autogroups, that priority is enough.
 * @param pid of a process with a session of its own
 */
export function leaveProcessorToOthers(pid: number | undefined): void {
  if (process.platform === 'linux' && pid !== undefined)
    writeFile(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_BELOW_NORMAL), () => undefined);
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
