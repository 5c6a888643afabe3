import { askPeer } from '../peers/ask';

export type Peer = 'keras' | 'torch' | 'jax' | 'torchcompile';

/**
 * Examples per second of a Python framework on a case; null where that Python does not have it.
 * @param seeds runs at once
 */
export function measurePeer(python: string, peer: Peer, name: string, seeds = 1): number | null {
  const isCompiled = peer === 'jax' || peer === 'torchcompile';
  const script = isCompiled ? 'train_throughput_compiled.py' : 'train_throughput.py';
  const together = seeds === 1 ? [] : ['--seeds', String(seeds)];
  const told = askPeer<{ examples_per_second: number }>(python, script, peer, ...together, name);
  return told?.examples_per_second ?? null;
}
