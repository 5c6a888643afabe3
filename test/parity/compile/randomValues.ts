import { seededGenerator } from '@shared/random';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';

let drawn = 0;

/** Random values in an interval; others with every call, the same in every run. */
export function randomValues(shape: Shape, from: number, to: number): Float32Array {
  const random = seededGenerator(11, drawn++);
  return Float32Array.from({ length: sizeOf(shape) }, () => from + (to - from) * uniformFloat32(random));
}
