import type { Padding } from './ops';
import { fromFront, type Pair, type TensorShape } from './shape';

/** A window that slides over an image: a kernel or a pool. */
export interface SlidingWindow {
  readonly size: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  /** Spacing of the window's taps; [1, 1] where absent. */
  readonly dilations?: Pair;
}

/**
 * The shape of two operands after broadcasting as NumPy does. The batch axis fits itself and 1.
 * @throws Error where they do not broadcast, which no checked network asks for
 */
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

/** Size of an axis counted in a larger rank; 1 where the shape has no such axis. */
function sizeAt(shape: TensorShape, axis: number, rank: number): number | null {
  const size = shape[axis - (rank - shape.length)];
  return size === undefined ? 1 : size;
}

/** The shape after summing or the like along axes; negative ones count from the end. */
export function reducedShape(shape: TensorShape, axes: readonly number[], keepDims: boolean): TensorShape {
  const reduced = new Set(axes.map((axis) => fromFront(axis, shape.length)));
  return keepDims
    ? shape.map((size, axis) => (reduced.has(axis) ? 1 : size))
    : shape.filter((_, axis) => !reduced.has(axis));
}

/**
 * Height and width after a window has slid over an image: ⌈n/s⌉ with "same", ⌊(n − ((k−1)d+1))/s⌋ + 1 with "valid",
 * which is below 1 where the window does not fit.
 */
export function slidingOutput(image: Pair, window: SlidingWindow): Pair {
  const along = (axis: 0 | 1): number =>
    window.padding === 'same'
      ? Math.ceil(image[axis] / window.strides[axis])
      : Math.floor((image[axis] - extent(window, axis)) / window.strides[axis]) + 1;
  return [along(0), along(1)];
}

/**
 * The rows and columns that "same" padding adds, as [top, left, bottom, right]: of an odd number the larger half stands
 * at the end (TensorFlow's rule, https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2).
 */
export function samePads(
  image: Pair,
  window: Omit<SlidingWindow, 'padding'>,
): [number, number, number, number] {
  const output = slidingOutput(image, { ...window, padding: 'same' });
  const total = (axis: 0 | 1): number =>
    Math.max(0, (output[axis] - 1) * window.strides[axis] + extent(window, axis) - image[axis]);
  const [vertical, horizontal] = [total(0), total(1)];
  return [
    Math.floor(vertical / 2),
    Math.floor(horizontal / 2),
    Math.ceil(vertical / 2),
    Math.ceil(horizontal / 2),
  ];
}

/** Rows or columns from a window's first tap to its last. */
function extent(
  { size, dilations = [1, 1] }: Pick<SlidingWindow, 'size' | 'dilations'>,
  axis: 0 | 1,
): number {
  return (size[axis] - 1) * dilations[axis] + 1;
}
