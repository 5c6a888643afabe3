import { sizeOf, type Shape } from './shape';

/** Row-major values with their axes permuted: axis `permutation[i]` becomes axis i. */
export function transposed(
  data: Float32Array,
  shape: Shape,
  permutation: readonly number[],
): Float32Array<ArrayBuffer> {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const to = permutation.map((axis) => shape[axis] ?? 1);
  const toStrides = permutation.map((axis) => strides[axis] ?? 1);
  const result = new Float32Array(data.length);
  const index = new Array<number>(to.length).fill(0);
  let from = 0;
  for (let at = 0; at < result.length; at++) {
    result[at] = data[from] ?? 0;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const [stride, size] = [toStrides[axis] ?? 0, to[axis] ?? 1];
      index[axis] = (index[axis] ?? 0) + 1;
      from += stride;
      if ((index[axis] ?? 0) < size) break;
      index[axis] = 0;
      from -= stride * size;
    }
  }
  return result;
}
