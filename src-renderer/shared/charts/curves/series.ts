import { lowerBound } from '@shared/runs/curves/lowerBound';
import type { Points } from '@shared/runs/curves/thin';

/**
 * A curve that grows while a run trains: plain typed arrays, kept out of Vue's reactivity. Views it gives out
 * stay valid until the next append.
 */
export class SeriesBuffer {
  #steps = new Float64Array(1024);
  #values = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get lastStep(): number {
    return this.#length === 0 ? 0 : (this.#steps[this.#length - 1] ?? 0);
  }

  get lastValue(): number | null {
    const value = this.#values[this.#length - 1];
    return this.#length === 0 || value === undefined || Number.isNaN(value) ? null : value;
  }

  /**
   * Adds consecutive values. Where they begin at or before the last step held, they take the place of what was
   * held from there on: a run that goes on from a checkpoint repeats the steps after it.
   */
  append(steps: readonly number[], values: readonly (number | null)[]): void {
    const [first] = steps;
    if (first === undefined) return;
    if (first <= this.lastStep) this.#length = lowerBound(this.#steps, this.#length, first);
    this.#reserve(this.#length + steps.length);
    for (let i = 0; i < steps.length; i++) {
      this.#steps[this.#length] = steps[i] ?? 0;
      this.#values[this.#length] = values[i] ?? NaN;
      this.#length++;
    }
  }

  /** Adds only what comes after the last step held. */
  appendNewer(steps: readonly number[], values: readonly (number | null)[]): void {
    const from = lowerBound(steps, steps.length, this.lastStep + 1);
    this.append(steps.slice(from), values.slice(from));
  }

  points(): Points {
    return { steps: this.#steps.subarray(0, this.#length), values: this.#values.subarray(0, this.#length) };
  }

  #reserve(length: number): void {
    if (length <= this.#steps.length) return;
    const capacity = Math.max(length, this.#steps.length * 2);
    const steps = new Float64Array(capacity);
    const values = new Float64Array(capacity);
    steps.set(this.#steps.subarray(0, this.#length));
    values.set(this.#values.subarray(0, this.#length));
    this.#steps = steps;
    this.#values = values;
  }
}

/** A curve's points as the contract carries them, nulls as gaps. */
export function toPoints(curve: { steps: readonly number[]; values: readonly (number | null)[] }): Points {
  return { steps: curve.steps, values: Float64Array.from(curve.values, (value) => value ?? NaN) };
}

/** Index of the point nearest to `step`; −1 where there is none. Of two as near, the earlier. */
export function nearestIndex({ steps }: Points, step: number): number {
  if (steps.length === 0) return -1;
  const right = Math.min(lowerBound(steps, steps.length, step), steps.length - 1);
  const left = Math.max(right - 1, 0);
  return step - (steps[left] ?? -Infinity) <= (steps[right] ?? Infinity) - step ? left : right;
}

/**
 * Exponential moving average, corrected for its start at zero (as Adam does), so that the first values are
 * not pulled down. Gaps stay gaps and do not count.
 * @param smoothing 0 leaves the curve as it is; towards 1 it weighs the past more.
 * @param logarithmic averages what such an axis draws, the logarithms: what it cannot draw is a gap, and a curve that has
 *   reached 0 does not go on falling
 */
export function smoothed({ steps, values }: Points, smoothing: number, logarithmic = false): Points {
  if (smoothing <= 0) return { steps, values };
  if (logarithmic) {
    const drawn = Float64Array.from(values, (value) => (value > 0 ? Math.log(value) : NaN));
    const averages = smoothed({ steps, values: drawn }, smoothing).values;
    return { steps, values: Float64Array.from(averages, Math.exp) };
  }
  const out = new Float64Array(values.length);
  let average = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (Number.isNaN(value)) {
      out[i] = NaN;
      continue;
    }
    average = smoothing * average + (1 - smoothing) * value;
    weight = smoothing * weight + (1 - smoothing);
    out[i] = average / weight;
  }
  return { steps, values: out };
}

/** At most `maximum` points, evenly apart, with the first and the last: enough for what is smooth. */
export function sampled(points: Points, maximum: number): Points {
  const { steps, values } = points;
  if (steps.length <= maximum || maximum < 2) return points;
  const index = (i: number) => Math.round((i * (steps.length - 1)) / (maximum - 1));
  return {
    steps: Float64Array.from({ length: maximum }, (_, i) => steps[index(i)] ?? 0),
    values: Float64Array.from({ length: maximum }, (_, i) => values[index(i)] ?? NaN),
  };
}

/** Where a curve has values that cannot be drawn: at most so many steps, evenly apart. */
export function undrawable({ steps, values }: Points, logarithmic: boolean, most: number): number[] {
  const places: number[] = [];
  for (let i = 0; i < steps.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value) || (logarithmic && value <= 0)) places.push(steps[i] ?? 0);
  }
  const stride = Math.max(1, Math.ceil(places.length / most));
  return places.filter((_, i) => i % stride === 0);
}

/** The points as pairs for a chart; on a logarithmic axis what is not positive is a gap. */
export function toPairs({ steps, values }: Points, logarithmic: boolean): [number, number | '-'][] {
  return Array.from({ length: steps.length }, (_, i) => {
    const value = values[i] ?? NaN;
    const drawable = Number.isFinite(value) && (!logarithmic || value > 0);
    return [steps[i] ?? 0, drawable ? value : '-'];
  });
}
