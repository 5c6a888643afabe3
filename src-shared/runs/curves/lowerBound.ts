/** Index of the first of the sorted `steps` that is not below `step`; `length` where all are. */
export function lowerBound(steps: ArrayLike<number>, length: number, step: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? Infinity) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
