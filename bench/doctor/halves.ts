import { createHash } from 'node:crypto';

function hashOf(name: string): Buffer {
  return createHash('sha256').update(name).digest();
}

/** Which half a training belongs to, by its name alone. */
export function halfOf(name: string): 'held' | 'open' {
  return (hashOf(name)[0] ?? 0) % 2 === 0 ? 'held' : 'open';
}

/** A training's seed, by its name; the two halves have none in common. */
export function seedOf(name: string): number {
  return (halfOf(name) === 'open' ? 1000 : 0) + 1 + (hashOf(name).readUInt16LE(1) % 999);
}
