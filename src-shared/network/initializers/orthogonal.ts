import type { InitializerDefinition } from './initializer';
import type { Random } from '../../random';

export const orthogonal: InitializerDefinition = {
  title: 'Orthogonal',
  description: {
    summary:
      'A random rotation: the columns are at right angles to each other and of length 1, so that a linear layer neither ' +
      'shrinks nor stretches what goes through it.',
    formula: 'W = gain · Q, where Q R = N, N ~ N(0, 1)',
    source:
      'Saxe et al. 2014, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks',
  },
  defaults: { gain: 1 },
  code: {
    className: 'Orthogonal',
    options: { gain: 'gain' },
    pytorch: (tensor, { gain }) => `nn.init.orthogonal_(${tensor}${gain === 1 ? '' : `, gain=${gain}`})`,
  },
  /** The last axis are the columns, all others together the rows, as in Keras. */
  fill(values, { shape, random, options }) {
    const columns = shape.at(-1) ?? 1;
    const rows = values.length / columns;
    const gain = options.gain ?? 1;
    const [count, length] = rows >= columns ? [columns, rows] : [rows, columns];
    orthonormalVectors(count, length, random).forEach((vector, k) => {
      vector.forEach((value, i) => {
        values[rows >= columns ? i * columns + k : k * columns + i] = gain * value;
      });
    });
  },
};

/**
 * `count` ≤ `length` random vectors at right angles, of length 1: the Q of a QR decomposition whose R has a
 * positive diagonal, by Gram and Schmidt. Each vector goes through twice, which keeps the rounding error at one unit.
 */
function orthonormalVectors(count: number, length: number, random: Random): Float64Array[] {
  const found: Float64Array[] = [];
  while (found.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const other of found) addScaled(vector, other, -dot(vector, other));
      const norm = Math.sqrt(dot(vector, vector));
      for (let i = 0; i < length; i++) vector[i] = (vector[i] ?? 0) / norm;
    }
    found.push(vector);
  }
  return found;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function addScaled(target: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (other[i] ?? 0);
}
