import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Nice values of a trainer's session. While a person uses a window of its workspace it weighs about a quarter of what it
 * does else; the least there is would have it all but stand still beside other programs that take all cores.
 */
export const trainersPriority = { else: constants.priority.PRIORITY_BELOW_NORMAL, inUse: 16 } as const;

/** Milliseconds between two tries: Linux lets those who are not root change one session's priority in 100, whoever asks. */
const retryInterval = 110;

/**
 * The priority of a process's session among all others. Linux shares the processor among sessions first and looks at
 * priorities only inside of each (autogroups, `man 7 sched`): what the trainers' own low priority says would not reach
 * the browser. Where the kernel has no autogroups, that priority is enough.
 */
export class SessionPriority {
  private wanted: number | null = null;
  private writing = false;

  /** @param pid of a process with a session of its own */
  constructor(private readonly pid: number | undefined) {}

  /** @param nice from 0 to 19, the lowest priority; what was set last holds, as soon as the system takes it */
  set(nice: number): void {
    if (process.platform !== 'linux' || this.pid === undefined || nice === this.wanted) return;
    this.wanted = nice;
    if (!this.writing) void this.write(`/proc/${this.pid}/autogroup`);
  }

  private async write(file: string): Promise<void> {
    this.writing = true;
    for (let written: number | null = null; written !== this.wanted;) {
      const nice: number | null = this.wanted;
      try {
        await writeFile(file, String(nice));
        written = nice;
      } catch (thrown) {
        // The process has ended, or there are no such priorities.
        if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') break;
        await pause(retryInterval, undefined, { ref: false });
      }
    }
    this.writing = false;
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
