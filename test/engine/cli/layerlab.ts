import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../e2e/harness';

/** How a command ended, and what it said. */
export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function start(...parameters: string[]): ChildProcess {
  return spawn(process.execPath, [join(root, 'scripts', 'layerlab.mjs'), ...parameters]);
}

export function finish(child: ChildProcess): Promise<Result> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })));
}

/** Runs the command line to its end. */
export const layerlab = (...parameters: string[]) => finish(start(...parameters));
