import type { TensorShape } from '@shared/ops/shape';
import type { ConvolutionOptions, PoolingOptions } from '@shared/ops/ops';

/** The shape of two operands after broadcasting as NumPy does. The batch axis fits itself and 1. */
export function broadcastShapes(a: TensorShape, b: TensorShape): TensorShape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizeOfA = sizeAt(a, axis, rank);
    const sizeOfB = sizeAt(b, axis, rank);
    if (sizeOfA === sizeOfB || sizeOfB === 1) return sizeOfA;
    if (sizeOfA === 1) return sizeOfB;
    throw new Error(`shapes [${a.join()}] and [${b.join()}] do not broadcast`);
  });
}

/** Axes along which `from` was repeated to become `to`; those that `from` lacks come first. */
export function repeatedAxes(from: TensorShape, to: TensorShape): number[] {
  return to.flatMap((size, axis) => (sizeAt(from, axis, to.length) === size ? [] : [axis]));
}

/** Size of an axis counted in a larger rank; 1 where the shape has no such axis. */
function sizeAt(shape: TensorShape, axis: number, rank: number): number | null {
  const size = shape[axis - (rank - shape.length)];
  return size === undefined ? 1 : size;
}

export function sameShape(a: TensorShape, b: TensorShape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Axes counted from 0, in order. */
export function normalizeAxes(axes: readonly number[], rank: number): number[] {
  return axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
}

export function reducedShape(shape: TensorShape, axes: readonly number[], keepDims: boolean): TensorShape {
  return keepDims
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : shape.filter((_, axis) => !axes.includes(axis));
}

/** Shape of an image after sliding a window over it, with `channels` in place of its own. */
export function windowedShape(
  image: TensorShape,
  window: readonly [number, number],
  {
    strides,
    padding,
    dilations = [1, 1],
  }: Pick<ConvolutionOptions, 'strides' | 'padding'> & { dilations?: readonly [number, number] },
  channels: number,
): TensorShape {
  const [batch = null, height, width] = image;
  const size = (length: number | null | undefined, axis: 0 | 1) => {
    const reach = padding === 'same' ? 1 : (window[axis] - 1) * dilations[axis] + 1;
    return Math.ceil(((length ?? 0) - reach + 1) / strides[axis]);
  };
  return [batch, size(height, 0), size(width, 1), channels];
}

export function pooledShape(image: TensorShape, options: PoolingOptions): TensorShape {
  return windowedShape(image, options.poolSize, options, image[3] ?? 0);
}
