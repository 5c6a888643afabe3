import { extremes } from './thin';
import type { Points } from './thin';

/** Points that stand for two or three in an outline. */
const stretch = 64;

/**
 * Some of a curve's points that tell its shape: the first and the last, and of each stretch of 64 the smallest and the
 * largest value, and one gap. An outline of outlines is one as well: an extreme of all is an extreme of its stretch.
 */
export function outline({ steps, values }: Points): { steps: Float64Array; values: Float64Array } {
  const count = values.length;
  const places: number[] = count > 0 ? [0] : [];
  const add = (place: number): void => {
    if (place !== places.at(-1)) places.push(place);
  };
  for (let from = 0; from < count; from += stretch) {
    for (const place of extremes(values, from, Math.min(count, from + stretch))) add(place);
  }
  if (count > 0) add(count - 1);
  return {
    steps: Float64Array.from(places, (place) => steps[place] ?? 0),
    values: Float64Array.from(places, (place) => values[place] ?? NaN),
  };
}
