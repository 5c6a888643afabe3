import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { seededGenerator } from '../../random';

/** Numbers drawn from one stream, always the same for the same seed. */
export interface RandomSource {
  /** In [0, 1). */
  uniform(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
}

/** The stream numbered `stream` of a seed; streams of one seed have nothing to do with each other. */
export function randomSource(seed: number, stream: number): RandomSource {
  const generator = seededGenerator(seed, stream);
  const uniform = (): number => uniformFloat64(generator);
  let spare: number | null = null;

  /** Marsaglia's polar method: two normal numbers from one point of the unit disc. */
  const normal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const a = 2 * uniform() - 1;
      const b = 2 * uniform() - 1;
      const square = a * a + b * b;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = b * factor;
      return a * factor;
    }
  };
  return { uniform, normal };
}
