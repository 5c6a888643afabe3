import { execFileSync } from 'node:child_process';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function allProcesses(): Process[] {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** The processes that a process started, and those they started, whose command holds a text. */
export function descendants(ancestor: number, text: string): number[] {
  const all = allProcesses();
  const found: Process[] = [];
  const waiting = [ancestor];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const children = all.filter(({ parent }) => parent === pid);
    found.push(...children);
    waiting.push(...children.map((child) => child.pid));
  }
  return found.filter(({ command }) => command.includes(text)).map(({ pid }) => pid);
}
