import type { ImageSize, Numbers, PointMap } from './augmentation';

/** Leaves everything where it is, but for what is said. */
export function pointMap<T>(numbers: Numbers<T>, changes: Partial<PointMap<T>>): PointMap<T> {
  const zero = numbers.constant(0);
  const one = numbers.constant(1);
  return { xx: one, xy: zero, x0: zero, yx: zero, yy: one, y0: zero, ...changes };
}

/** The map of two changes, one after the other. */
export function compose<T>(numbers: Numbers<T>, first: PointMap<T>, then: PointMap<T>): PointMap<T> {
  const product = (a: T, x: T, b: T, y: T) => numbers.add(numbers.multiply(a, x), numbers.multiply(b, y));
  return {
    xx: product(first.xx, then.xx, first.xy, then.yx),
    xy: product(first.xx, then.xy, first.xy, then.yy),
    x0: numbers.add(product(first.xx, then.x0, first.xy, then.y0), first.x0),
    yx: product(first.yx, then.xx, first.yy, then.yx),
    yy: product(first.yx, then.xy, first.yy, then.yy),
    y0: numbers.add(product(first.yx, then.x0, first.yy, then.y0), first.y0),
  };
}

/** Turns and stretches about the middle of an image, which stays where it is. */
export function aboutMiddle<T>(
  numbers: Numbers<T>,
  { height, width }: ImageSize,
  { xx, xy, yx, yy }: Pick<PointMap<T>, 'xx' | 'xy' | 'yx' | 'yy'>,
): PointMap<T> {
  const x = numbers.constant((width - 1) / 2);
  const y = numbers.constant((height - 1) / 2);
  const start = (middle: T, a: T, b: T) =>
    numbers.subtract(middle, numbers.add(numbers.multiply(a, x), numbers.multiply(b, y)));
  return { xx, xy, x0: start(x, xx, xy), yx, yy, y0: start(y, yx, yy) };
}
