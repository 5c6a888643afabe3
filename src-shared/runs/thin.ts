/** Points of a curve with ascending steps; null where the value is not a number. */
export interface ThinnedCurve {
  readonly steps: number[];
  readonly values: (number | null)[];
}

/**
 * At most `maximumPoints` of a curve's points, chosen so that the drawn line looks the same: the first and the last,
 * and of each stretch between them the smallest and the largest value, in their order, and one of those that are not
 * numbers. (The min-max form of M4: Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", 2014.)
 * @param values NaN for what is not a number
 * @param maximumPoints at least 5
 */
export function thin(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  maximumPoints: number,
): ThinnedCurve {
  const count = values.length;
  if (count <= maximumPoints)
    return pick(
      steps,
      values,
      Array.from({ length: count }, (_, index) => index),
    );
  const kept = [0];
  const pointsOfStretch = hasGaps(values) ? 3 : 2;
  const stretches = Math.floor((maximumPoints - 2) / pointsOfStretch);
  const inner = count - 2;
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor((stretch * inner) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * inner) / stretches);
    kept.push(...extremes(values, from, to));
  }
  kept.push(count - 1);
  return pick(steps, values, kept);
}

/** Indices of the smallest, the largest and the first missing value in [from, to), ascending, each once. */
function extremes(values: ArrayLike<number>, from: number, to: number): number[] {
  let smallest = -1;
  let largest = -1;
  let missing = -1;
  for (let index = from; index < to; index++) {
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value)) {
      if (missing < 0) missing = index;
      continue;
    }
    if (smallest < 0 || value < (values[smallest] ?? NaN)) smallest = index;
    if (largest < 0 || value > (values[largest] ?? NaN)) largest = index;
  }
  return [...new Set([smallest, largest, missing])].filter((index) => index >= 0).sort((a, b) => a - b);
}

function hasGaps(values: ArrayLike<number>): boolean {
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) return true;
  return false;
}

function pick(steps: ArrayLike<number>, values: ArrayLike<number>, indices: readonly number[]): ThinnedCurve {
  return {
    steps: indices.map((index) => steps[index] ?? 0),
    values: indices.map((index) => {
      const value = values[index] ?? NaN;
      return Number.isFinite(value) ? value : null;
    }),
  };
}
