import { philoxUniform } from '../../draws/philox';
import { randomKey } from '../../draws/randomKey';
import type { Numbers } from '../augmentation';

/** The numbers of `images` images in the precision of the compiled step, drawn as it draws them. */
export function plainNumbers(images: number, seed: number, step: number): Numbers<Float32Array> {
  const pairwise = (combine: (a: number, b: number) => number) => (a: Float32Array, b: Float32Array) =>
    a.map((value, index) => combine(value, b[index] ?? 0));
  const each = (change: (x: number) => number) => (x: Float32Array) => x.map(change);
  return {
    constant: (value) => new Float32Array(images).fill(value),
    draw: (stream) => philoxUniform(images, [randomKey(seed, stream), step]),
    add: pairwise((a, b) => a + b),
    subtract: pairwise((a, b) => a - b),
    multiply: pairwise((a, b) => a * b),
    divide: pairwise((a, b) => a / b),
    floor: each(Math.floor),
    sin: each(Math.sin),
    cos: each(Math.cos),
  };
}
