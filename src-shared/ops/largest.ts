/** Index of the largest number, the first of equal ones: the class that scores answer. −1 where there is no number. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let largest = -1;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (!Number.isNaN(value) && (largest < 0 || value > (values[largest] ?? NaN))) largest = index;
  }
  return largest;
}
