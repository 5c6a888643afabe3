import { sizeOf, type TensorShape } from '@shared/ops/shape';
import type { OnnxGraphBuilder, OnnxValue } from './graph';

const isKnown = (shape: TensorShape): shape is readonly number[] => shape.every((size) => size !== null);

/** Weights are reshaped and transposed here, once, and not in every prediction. Null where `x` is no constant. */
export function foldReshape(graph: OnnxGraphBuilder, x: OnnxValue, shape: TensorShape): OnnxValue | null {
  return x.data && isKnown(shape) ? graph.tensor('reshaped', shape, x.data) : null;
}

export function foldTranspose(
  graph: OnnxGraphBuilder,
  x: OnnxValue,
  permutation: readonly number[],
): OnnxValue | null {
  if (!x.data || !isKnown(x.shape)) return null;
  const from = x.shape;
  const to = permutation.map((axis) => from[axis] ?? 1);
  return graph.tensor('transposed', to, transposed(x.data, from, permutation));
}

/** Row-major values with their axes permuted. */
export function transposed(
  data: Float32Array,
  shape: readonly number[],
  permutation: readonly number[],
): Float32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const to = permutation.map((axis) => shape[axis] ?? 1);
  const toStrides = permutation.map((axis) => strides[axis] ?? 1);
  const result = new Float32Array(data.length);
  const index = new Array<number>(to.length).fill(0);
  for (let at = 0; at < result.length; at++) {
    result[at] = data[index.reduce((sum, i, axis) => sum + i * (toStrides[axis] ?? 0), 0)] ?? 0;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (to[axis] ?? 1)) break;
      index[axis] = 0;
    }
  }
  return result;
}
