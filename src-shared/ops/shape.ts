/** The sizes of one example's axes, without the batch axis: an image is [height, width, channels]. */
export type Shape = readonly number[];

/** The sizes of a tensor's axes in a trace; `null` is the batch axis, whose size is known only when it runs. */
export type TensorShape = readonly (number | null)[];

export type Dtype = 'float32' | 'int32' | 'uint8' | 'bool';

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** As people write it: `32×32×3`. A scalar is `1`. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? '1' : shape.join('×');
}

export function withBatch(shape: Shape): TensorShape {
  return [null, ...shape];
}

/** A size or step along both image axes: vertical, horizontal. */
export type Pair = readonly [number, number];
/** One number stands for both. */
export type PairOrNumber = number | Pair;

export function toPair(value: PairOrNumber): Pair {
  return typeof value === 'number' ? [value, value] : value;
}

export function formatPair(value: PairOrNumber): string {
  return toPair(value).join('×');
}

/** An axis that may be counted from behind (−1: the last), counted from the front. */
export const fromFront = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
