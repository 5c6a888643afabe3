import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../../e2e/support/harness';

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

/** Runs it until it has told its first figures, and ends it by Ctrl-C. */
export async function interrupted(...parameters: string[]): Promise<Result> {
  const child = start(...parameters);
  const ended = finish(child);
  await new Promise<void>((done) => {
    child.stdout?.on('data', (data: Buffer) => data.toString().includes('"type":"metrics"') && done());
  });
  child.kill('SIGINT');
  return ended;
}

/** What a command told with `--json`: an object a line. */
export const linesOf = <Line = Record<string, unknown>>({ stdout }: Pick<Result, 'stdout'>) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** The last of its lines, which says how it ended. */
export const lastOf = <Line = Record<string, unknown>>(result: Pick<Result, 'stdout'>) =>
  linesOf<Line>(result).at(-1) as Line;
