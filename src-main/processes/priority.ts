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
