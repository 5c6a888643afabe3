function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** ‖a − b‖ relative to the larger norm; below `floor` the difference itself, over the floor, counts. */
export function relativeDifference(a: Float32Array, b: Float32Array, floor: number): number {
  if (a.length !== b.length) return Infinity;
  const difference = norm(a.map((value, index) => value - (b[index] ?? NaN)));
  return difference / Math.max(norm(a), norm(b), floor);
}
