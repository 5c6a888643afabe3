import { Random } from '@shared/random';
import { sizeOf, type Shape } from '@shared/ops/shape';

let drawn = 0;

/** Random values in an interval; others with every call, the same in every run. */
export function randomValues(shape: Shape, from: number, to: number): Float32Array {
  const random = new Random(11, drawn++);
  return Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(from, to));
}
