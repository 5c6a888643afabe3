import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a script of this folder has told as a line of JSON; null where the Python lacks what it needs. */
export function askPeer<Answer>(python: string, script: string, ...parameters: string[]): Answer | null {
  const { stdout, error } = spawnSync(python, [join(process.cwd(), 'bench/peers', script), ...parameters], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error !== undefined) throw new Error(`${python} cannot be run: ${error.message}`);
  const line = stdout.split('\n').find((each) => each.startsWith('{'));
  return line === undefined ? null : (JSON.parse(line) as Answer);
}
