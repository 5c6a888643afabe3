import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export type Peer = 'keras' | 'torch';

/** Examples per second of a Python framework on a case; null where that Python does not have it. */
export function measurePeer(python: string, peer: Peer, name: string): number | null {
  const script = join(process.cwd(), 'bench/peers/train_throughput.py');
  const { stdout, error } = spawnSync(python, [script, peer, name], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error !== undefined) throw new Error(`${python} cannot be run: ${error.message}`);
  const line = stdout.split('\n').find((each) => each.startsWith('{'));
  if (line === undefined) return null;
  const { examples_per_second } = JSON.parse(line) as { examples_per_second: number };
  return examples_per_second;
}
