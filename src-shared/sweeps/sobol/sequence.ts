import { directionNumbers } from './directionNumbers';

const bits = 32;
const whole = 2 ** bits;

/** Dimensions that there are direction numbers for. */
export const mostDimensions = directionNumbers.length + 1;

/** The direction numbers of one dimension, each as a 32-bit fraction. Bratley and Fox, Algorithm 659 (1988). */
function directions(dimension: number): Uint32Array {
  const result = new Uint32Array(bits);
  const [polynomial = 1, ...first] = directionNumbers[dimension - 1] ?? [1];
  const degree = 31 - Math.clz32(polynomial);
  for (let bit = 0; bit < bits; bit++) {
    if (bit < degree || degree === 0) {
      result[bit] = (first[bit] ?? 1) * 2 ** (bits - 1 - bit);
      continue;
    }
    let value = (result[bit - degree] ?? 0) ^ ((result[bit - degree] ?? 0) >>> degree);
    for (let term = 1; term < degree; term++) {
      if ((polynomial >>> (degree - term)) & 1) value ^= result[bit - term] ?? 0;
    }
    result[bit] = value;
  }
  return result;
}

const known: Uint32Array[] = [];

/**
 * A point of Sobol's sequence, a number in [0, 1) for each dimension. I. M. Sobol (1967), in the order of Gray's code
 * (Antonov and Saleev 1979).
 * @param shifts for each dimension what its bits are mixed with, which leaves the points as evenly spread
 */
export function sobolPoint(index: number, shifts: readonly number[]): number[] {
  const gray = index ^ (index >>> 1);
  return shifts.map((shift, dimension) => {
    const numbers = (known[dimension] ??= directions(dimension));
    let value = shift;
    for (let bit = 0; bit < bits; bit++) if ((gray >>> bit) & 1) value ^= numbers[bit] ?? 0;
    return (value >>> 0) / whole;
  });
}
