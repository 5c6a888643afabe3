/** Points of a curve with ascending steps. A value that is no number is a gap in it, and NaN. */
export interface Points {
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Fewer than these do not tell a curve. */
export const fewestPoints = 5;

/**
 * At most `maximum` of a curve's points, chosen so that the drawn line looks the same: the first and the last, and of
 * each stretch between them the smallest and the largest value, in their order, and one gap.
 * (The min-max form of M4: Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", 2014.)
 * @param maximum at least {@link fewestPoints}
 * @returns what was given where it has no more
 */
export function thin<Given extends Points>(
  points: Given,
  maximum: number,
): Given | { readonly steps: Float64Array; readonly values: Float64Array } {
  const { steps, values } = points;
  if (values.length <= maximum) return points;
  const kept = thinnedPlaces(values, maximum);
  return {
    steps: Float64Array.from(kept, (index) => steps[index] ?? 0),
    values: Float64Array.from(kept, (index) => values[index] ?? NaN),
  };
}

/** Where the points stand that {@link thin} keeps, ascending. @param maximum at least {@link fewestPoints} */
export function thinnedPlaces(given: ArrayLike<number>, maximum: number): number[] {
  const count = given.length;
  if (count <= maximum) return Array.from({ length: count }, (_, place) => place);
  // One kind of list: the machine code of a loop over several looks at each value for what it is.
  const values = given instanceof Float64Array ? given : new Float64Array(given);
  const kept = [0];
  const pointsOfStretch = hasGaps(values) ? 3 : 2;
  const stretches = Math.floor((maximum - 2) / pointsOfStretch);
  const inner = count - 2;
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor((stretch * inner) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * inner) / stretches);
    kept.push(...extremes(values, from, to));
  }
  kept.push(count - 1);
  return kept;
}

/** Indices of the smallest, the largest and the first missing value in [from, to), ascending, each once. */
export function extremes(values: ArrayLike<number>, from: number, to: number): number[] {
  let smallest = -1;
  let largest = -1;
  let missing = -1;
  let [least, greatest] = [Infinity, -Infinity];
  for (let index = from; index < to; index++) {
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value)) {
      if (missing < 0) missing = index;
      continue;
    }
    if (smallest < 0 || value < least) [smallest, least] = [index, value];
    if (largest < 0 || value > greatest) [largest, greatest] = [index, value];
  }
  const places = smallest < 0 ? [] : smallest === largest ? [smallest] : [smallest, largest];
  if (missing >= 0) places.push(missing);
  return places.length > 1 ? places.sort((a, b) => a - b) : places;
}

function hasGaps(values: Float64Array): boolean {
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) return true;
  return false;
}
