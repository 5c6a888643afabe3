import { Random } from '@shared/random';
import { sizeOf, type Shape } from '@shared/ops/shape';

let drawn = 0;

/** Random values in an interval; others with every call, the same in every run. */
export function randomValues(shape: Shape, from: number, to: number): Float32Array {
  const random = new Random(11, drawn++);
  return Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(from, to));
}

/**
 * Values spread evenly over an interval around zero, in random order: no two of them and none and zero are closer than
 * a quarter of their spacing, in `first` and `second` together. A small step then crosses no corner of max or ReLU.
 */
export function valuesApart(shape: Shape, reach: number, part: 'first' | 'second' = 'first'): Float32Array {
  const count = sizeOf(shape);
  const spacing = (2 * reach) / count;
  const offset = part === 'first' ? 0.25 : 0.5;
  const values = Float32Array.from({ length: count }, (_, index) => (index + offset) * spacing - reach);
  new Random(12, drawn++).shuffle(values);
  return values;
}
