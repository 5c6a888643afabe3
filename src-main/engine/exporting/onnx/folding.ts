import type { TensorShape } from '@shared/ops/shape';
import { transposed } from '@shared/ops/transposed';
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
