import type { Numbers } from './augmentation';

/** A number in [center − spread, center + spread). */
export function drawAround<T>(numbers: Numbers<T>, stream: number, center: number, spread: number): T {
  const { constant } = numbers;
  const drawn = numbers.multiply(numbers.draw(stream), constant(2 * spread));
  return numbers.add(drawn, constant(center - spread));
}

/** A whole number from `least` on, one of `count`. */
export function drawWhole<T>(numbers: Numbers<T>, stream: number, least: number, count: number): T {
  const drawn = numbers.floor(numbers.multiply(numbers.draw(stream), numbers.constant(count)));
  return numbers.add(drawn, numbers.constant(least));
}
