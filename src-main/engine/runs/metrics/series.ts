import { lowerBound } from '@shared/runs/curves/lowerBound';
import type { MetricBatch, Split } from '@shared/runs/run';
import type { ReadSeries, Series } from './metricChunk';

export interface SeriesKey {
  readonly split: Split;
  readonly name: string;
}

/** Consecutive values of one series. */
export type SeriesBatch = SeriesKey & Series;

/** As values cross the contract, which knows finite numbers alone. */
export function finite(values: ArrayLike<number>): (number | null)[] {
  const crossed = new Array<number | null>(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    crossed[index] = Number.isFinite(value) ? value : null;
  }
  return crossed;
}

/** As a batch crosses the contract. */
export function crossing({ split, name, steps, values }: SeriesBatch): MetricBatch {
  return { split, name, steps: Array.from(steps), values: finite(values) };
}

/** Less than any step: trained runs count from 1, other trackers from wherever they like. */
export const beforeAll = Number.MIN_SAFE_INTEGER - 1;

/** What comes after a step. */
export function after<Part extends Series>(part: Part, step: number): Part {
  const from = indexAfter(part.steps, step);
  return from === 0 ? part : sliced(part, from, part.steps.length);
}

/** Steps of a part of a curve, both ends among them. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export const everything: Window = { from: beforeAll, to: Number.MAX_SAFE_INTEGER };

/** What lies in a window. */
export function within<Part extends Series>(part: Part, { from, to }: Window): Part {
  return upTo(after(part, from - 1), to);
}

/** What comes up to a step, and with it. */
export function upTo<Part extends Series>(part: Part, step: number): Part {
  return sliced(part, 0, indexAfter(part.steps, step));
}

function sliced<Part extends Series>(part: Part, from: number, to: number): Part {
  const { steps, values, times = null } = part;
  return {
    ...part,
    steps: steps.slice(from, to),
    values: values.slice(from, to),
    times: times && times.slice(from, to),
  };
}

/** Where the first step after a given one stands; steps are whole. */
const indexAfter = (steps: Series['steps'], step: number): number =>
  lowerBound(steps, steps.length, step + 1);

/** Parts of one series as one; its times where each part has them. */
export function joined(parts: readonly Series[]): ReadSeries {
  const count = parts.reduce((sum, { steps }) => sum + steps.length, 0);
  const isNarrow = parts.every(({ steps }) => steps instanceof Int32Array);
  const steps = isNarrow ? new Int32Array(count) : new Float64Array(count);
  const values = new Float64Array(count);
  const times = count > 0 && parts.every((part) => part.times) ? new Float64Array(count) : null;
  let filled = 0;
  for (const part of parts) {
    steps.set(part.steps, filled);
    values.set(part.values, filled);
    if (part.times) times?.set(part.times, filled);
    filled += part.steps.length;
  }
  return { steps, values, times };
}
