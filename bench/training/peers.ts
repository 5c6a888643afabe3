import { askPeer } from '../peers/ask';

export type Peer = 'keras' | 'torch';

/** Examples per second of a Python framework on a case; null where that Python does not have it. */
export function measurePeer(python: string, peer: Peer, name: string): number | null {
  const told = askPeer<{ examples_per_second: number }>(python, 'train_throughput.py', peer, name);
  return told?.examples_per_second ?? null;
}
