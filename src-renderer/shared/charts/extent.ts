/** The smallest range that holds all finite values, widened by `margin` of itself on each side. */
export function extentOf(values: Iterable<number>, margin = 0): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const width = high - low || Math.abs(high) || 1;
  return [low - width * margin, high + width * margin];
}
