import type { GeneratedDataset } from '../dataset';
import { Random } from '../../random';

export const largestPointSet = 1_000_000;
/** What the generators of points have in common. */
export const pointDefaults = {
  examples: 1000,
  noise: 0.1,
  largest: largestPointSet,
  scaling: 'none',
} as const;
export const pointNoiseHelp = 'Standard deviation of the shift that every point gets in each direction.';

interface PointSpec {
  readonly examples: number;
  readonly noise: number;
  readonly seed: number;
  /** Coordinates of a point; 2 where absent. */
  readonly features?: number;
}

/**
 * A set of points of the plane, or of a space of more axes. Classes take turns, so each has the same number of examples (or one more);
 * `place` says where point `index` of a class lies before the noise.
 */
export function generatePoints(
  name: string,
  spec: PointSpec,
  classNames: readonly string[],
  place: (label: number, random: Random, index: number) => readonly number[],
): GeneratedDataset {
  const { features = 2 } = spec;
  return {
    name,
    task: 'classification',
    examples: spec.examples,
    inputShape: [features],
    inputDtype: 'float32',
    featureNames: features === 2 ? ['x', 'y'] : Array.from({ length: features }, (_, axis) => `x${axis + 1}`),
    targetName: 'class',
    classNames: [...classNames],
    draw(index, inputs, offset) {
      const random = new Random(spec.seed, index);
      const label = index % classNames.length;
      const point = place(label, random, Math.floor(index / classNames.length));
      point.forEach((coordinate, axis) => {
        inputs[offset + axis] = coordinate + random.normal(0, spec.noise);
      });
      return label;
    },
  };
}

/** `class 1`, `class 2`, … */
export function numberedClasses(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `class ${index + 1}`);
}
