import type { Padding } from '@shared/ops/ops';
import type { TensorShape } from '@shared/ops/shape';

type Pair = readonly [number, number];

/** NumPy's rule; the batch axis wins over 1. */
export function broadcastShapes(a: TensorShape, b: TensorShape): TensorShape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const left = a[index - (rank - a.length)];
    const right = b[index - (rank - b.length)];
    if (left === undefined || (left === 1 && right !== undefined)) return right ?? null;
    return left;
  });
}

export function permuted(shape: TensorShape, permutation: readonly number[]): TensorShape {
  return permutation.map((from) => shape[from] ?? null);
}

export function reducedShape(shape: TensorShape, axes: readonly number[], keepDims: boolean): TensorShape {
  const reduced = new Set(axes.map((axis) => (axis < 0 ? shape.length + axis : axis)));
  return keepDims
    ? shape.map((size, axis) => (reduced.has(axis) ? 1 : size))
    : shape.filter((_, axis) => !reduced.has(axis));
}

function along(image: number, window: number, stride: number, padding: Padding): number {
  return padding === 'same' ? Math.ceil(image / stride) : Math.ceil((image - window + 1) / stride);
}

/** Height and width of what a window sliding over an image gives, by TensorFlow's rule. */
export function pooledSize(image: Pair, size: Pair, strides: Pair, padding: Padding, dilations: Pair): Pair {
  const window = (axis: 0 | 1) => (size[axis] - 1) * dilations[axis] + 1;
  return [along(image[0], window(0), strides[0], padding), along(image[1], window(1), strides[1], padding)];
}

/** ONNX's [top, left, bottom, right]; of an odd sum the larger half stands at the end, as in TensorFlow. */
export function explicitPads(
  image: Pair,
  size: Pair,
  strides: Pair,
  padding: Padding,
  dilations: Pair,
): number[] {
  if (padding === 'valid') return [0, 0, 0, 0];
  const result = pooledSize(image, size, strides, padding, dilations);
  const total = ([0, 1] as const).map((axis) => {
    const window = (size[axis] - 1) * dilations[axis] + 1;
    return Math.max(0, (result[axis] - 1) * strides[axis] + window - image[axis]);
  });
  return [...total.map((sum) => Math.floor(sum / 2)), ...total.map((sum) => Math.ceil(sum / 2))];
}
