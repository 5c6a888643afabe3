import type { ChartCurve } from '../curves';

/** The part of the horizontal axis that is shown, in percent of all of it. */
export type Zoom = readonly [from: number, to: number];
export const wholeZoom: Zoom = [0, 100];
export const isWhole = ([from, to]: Zoom): boolean => from <= 0 && to >= 100;

/** Share of the values on either side that counts as outliers. */
const outlierShare = 0.025;
/** Room above and below, of what is shown. */
const room = 0.05;

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Steps of curves that are shown; null where there is none. */
export function shownSteps(curves: readonly ChartCurve[], [from, to]: Zoom): Extent | null {
  const ends = curves.flatMap(({ points: { steps } }) => [steps[0] ?? NaN, steps[steps.length - 1] ?? NaN]);
  const known = ends.filter(Number.isFinite);
  if (known.length === 0) return null;
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const at = (percent: number) => first + (percent / 100) * (last - first);
  return { low: at(from), high: at(to) };
}

/** Steps that any of several charts shows; null where there is none. */
export function shownInAny(charts: readonly (readonly ChartCurve[])[], zoom: Zoom): Extent | null {
  const shown = charts.flatMap((curves) => shownSteps(curves, zoom) ?? []);
  if (shown.length === 0) return null;
  return {
    low: Math.min(...shown.map(({ low }) => low)),
    high: Math.max(...shown.map(({ high }) => high)),
  };
}

/**
 * What of the vertical axis is shown of the curves in a window, and how many of their values, and of the edges of their bands, lie
 * outside of it: all but the outliers where those are cut off. Null where there is nothing to draw.
 */
export function shownValues(
  curves: readonly ChartCurve[],
  zoom: Zoom,
  { logarithmic, cutOutliers }: { readonly logarithmic: boolean; readonly cutOutliers: boolean },
): (Extent & { readonly outside: number }) | null {
  const steps = shownSteps(curves, zoom);
  const values = steps === null ? [] : valuesIn(curves, steps, logarithmic);
  if (values.length === 0) return null;
  const measured = Float64Array.from(values, logarithmic ? Math.log : Number).sort();
  const cut = cutOutliers ? Math.floor(outlierShare * measured.length) : 0;
  const [low = 0, high = 0] = [measured[cut], measured[measured.length - 1 - cut]];
  const margin = room * (high - low || Math.abs(high) || 1);
  const [bottom, top] = [low - margin, high + margin];
  const outside = measured.filter((value) => value < bottom || value > top).length;
  const back = (value: number) => (logarithmic ? Math.exp(value) : value);
  return { low: back(bottom), high: back(top), outside };
}

/**
 * Those that can be drawn, with the edges of bands; a level is no value of a run, and a smoothed curve has those of the
 * one behind it.
 */
function valuesIn(curves: readonly ChartCurve[], { low, high }: Extent, logarithmic: boolean): number[] {
  const values: number[] = [];
  for (const { points, band, level, smooth } of curves) {
    if (level || smooth) continue;
    for (const line of [points.values, ...(band === undefined ? [] : [band.low, band.high])]) {
      for (let place = 0; place < points.steps.length; place++) {
        const [step = NaN, value = NaN] = [points.steps[place], line[place]];
        const isDrawn = Number.isFinite(value) && (!logarithmic || value > 0);
        if (isDrawn && step >= low && step <= high) values.push(value);
      }
    }
  }
  return values;
}
