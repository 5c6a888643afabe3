/** The value in the midst, of an even number of them the larger of the two: always one of them. Not a number of none. */
export function upperMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
