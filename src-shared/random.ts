import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Scatters a 32-bit word over all bits (the finaliser of MurmurHash3), so that neighboring seeds are unalike. */
function scatter(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Random draws that follow from a seed and a counter alone. */
export class Random {
  private readonly generator: RandomGenerator;
  private spareNormal: number | null = null;

  /**
   * The counters name what the draws are for (an example, an epoch, a tensor): streams with another seed or another
   * counter have nothing to do with each other, so that drawing more for one leaves the others as they were.
   */
  constructor(seed: number, ...counters: readonly number[]) {
    const high = Math.floor(seed / 0x1_0000_0000);
    const state = [
      scatter(seed | 0),
      scatter(high ^ 0x9e3779b9),
      counters.reduce((state, counter) => scatter(counter ^ state), 0x7f4a7c15),
      0x6a09e667,
    ];
    this.generator = xoroshiro128plusFromState(state);
    // The first values still show the state's own structure.
    for (let skipped = 0; skipped < 8; skipped++) this.generator.next();
  }

  /** In [minimum, maximum). */
  uniform(minimum = 0, maximum = 1): number {
    return minimum + ((this.generator.next() >>> 0) / 0x1_0000_0000) * (maximum - minimum);
  }

  /** A whole number from 0 to below `bound`. */
  integer(bound: number): number {
    return Math.floor(this.uniform(0, bound));
  }

  /** Normal with the given mean and standard deviation, by the method of Box and Muller. */
  normal(mean = 0, deviation = 1): number {
    if (this.spareNormal !== null) {
      const value = this.spareNormal;
      this.spareNormal = null;
      return mean + deviation * value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = this.uniform(0, 2 * Math.PI);
    this.spareNormal = radius * Math.sin(angle);
    return mean + deviation * radius * Math.cos(angle);
  }

  /** Puts the values in random order, in place (Fisher and Yates). */
  shuffle(values: { [index: number]: number; readonly length: number }): void {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const value = values[last] ?? 0;
      values[last] = values[other] ?? 0;
      values[other] = value;
    }
  }
}
