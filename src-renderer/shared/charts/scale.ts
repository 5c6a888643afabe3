/** A linear map from a range of values to a range of pixels. */
export interface LinearScale {
  toPixel(value: number): number;
  toValue(pixel: number): number;
}

export function linearScale(
  values: readonly [number, number],
  pixels: readonly [number, number],
): LinearScale {
  const span = values[1] - values[0] || 1;
  const factor = (pixels[1] - pixels[0]) / span;
  return {
    toPixel: (value) => pixels[0] + (value - values[0]) * factor,
    toValue: (pixel) => values[0] + (pixel - pixels[0]) / factor,
  };
}

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

/** The smallest range that holds this one and ends at round values. */
export function niceRange(range: readonly [number, number], count: number): [number, number] {
  const [first, second] = niceTicks(range, count);
  if (first === undefined || second === undefined) return [range[0], range[1]];
  const step = second - first;
  const rounded = (value: number) => Number(value.toPrecision(12));
  return [
    rounded(Math.floor(range[0] / step + 1e-9) * step),
    rounded(Math.ceil(range[1] / step - 1e-9) * step),
  ];
}

/** Round values (1, 2 or 5 times a power of ten apart) within the range, about `count` of them. */
export function niceTicks([low, high]: readonly [number, number], count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    // Rounded to the step's decimals, so that 0.1 + 0.2 does not show.
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}
