import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes of this machine whose environment says `name=value`: all that was started with it, whatever started
 * them, also those in groups and sessions of their own. Only Linux tells another process' environment: elsewhere none.
 * @returns {{ pid: number, command: string }[]} without this process
 */
export function startedWith(name, value) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((pid) => textsOf(pid, 'environ').includes(`${name}=${value}`))
    .map((pid) => ({ pid: Number(pid), command: textsOf(pid, 'cmdline').join(' ').trim().slice(0, 200) }));
}

/** Ends them at once. */
export function kill(processes) {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** A file of a process in /proc, which holds texts with a zero byte behind each; none where it has just ended. */
function textsOf(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
