import type { PoolingOptions } from '@shared/ops/ops';
import { fromFront, type TensorShape } from '@shared/ops/shape';
import { slidingOutput, type SlidingWindow } from '@shared/ops/shapes';

/** Axes along which `from` was repeated to become `to`; those that `from` lacks come first. */
export function repeatedAxes(from: TensorShape, to: TensorShape): number[] {
  const lacking = to.length - from.length;
  const sizeFrom = (axis: number) => from[axis - lacking] ?? (axis < lacking ? 1 : null);
  return to.flatMap((size, axis) => (sizeFrom(axis) === size ? [] : [axis]));
}

export function sameShape(a: TensorShape, b: TensorShape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Axes counted from 0, in order. */
export function normalizeAxes(axes: readonly number[], rank: number): number[] {
  return axes.map((axis) => fromFront(axis, rank)).sort((a, b) => a - b);
}

/** Shape of images after sliding a window over them, with `channels` in place of their own. */
export function windowedShape(images: TensorShape, window: SlidingWindow, channels: number): TensorShape {
  const [batch = null, height, width] = images;
  return [batch, ...slidingOutput([height ?? 0, width ?? 0], window), channels];
}

export function pooledShape(images: TensorShape, options: PoolingOptions): TensorShape {
  return windowedShape(images, { ...options, size: options.poolSize }, images[3] ?? 0);
}
