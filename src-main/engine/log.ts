import { putAsideSync } from '../files/replaceFile';
import { statSync } from 'node:fs';
import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

const largestLog = 2_000_000;

/** A log in a file, with the one before it kept as `engine.1.log`. */
export function openLog(path: string): { log: Logger; rotate: () => void } {
  const destination = pino.destination({ dest: path, sync: true, mkdir: true });
  const log = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const rotate = (): void => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < largestLog) return;
    putAsideSync(path, path.replace(/\.log$/, '.1.log'));
    destination.reopen();
  };
  rotate();
  return { log, rotate };
}
