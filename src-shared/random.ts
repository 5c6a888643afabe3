import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

export type { RandomGenerator };

/** One round of MurmurHash3's finalizer: every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * A generator for one purpose of one seed: the counters (an epoch, a tensor's index) name the purpose, so that
 * drawing more or less for one leaves the others as they were.
 */
export function seededGenerator(seed: number, ...counters: readonly number[]): RandomGenerator {
  return xoroshiro128plus(counters.reduce((state, counter) => mix(state + Math.imul(counter + 1, 0x9e3779b1)), mix(seed)));
}

/** Fisher–Yates, in place. */
export function shuffle(items: Int32Array, generator: RandomGenerator): Int32Array {
  for (let last = items.length - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    const kept = items[last] ?? 0;
    items[last] = items[other] ?? 0;
    items[other] = kept;
  }
  return items;
}
