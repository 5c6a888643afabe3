import type { Split } from '@shared/runs/run';
import type { MeasuredBatch } from '../../protocol';

/** Gathers values between two messages to the engine, by series. */
export class MetricBuffer {
  private readonly series = new Map<string, GrowingSeries>();

  add(split: Split, name: string, step: number, value: number): void {
    this.seriesOf(split, name).append(step, [value]);
  }

  /** Values of consecutive steps, the first of which is `firstStep`. */
  addSteps(name: string, firstStep: number, values: Float32Array): void {
    if (values.length > 0) this.seriesOf('training', name).append(firstStep, values);
  }

  /** What has been gathered since the last call. */
  take(): MeasuredBatch[] {
    return [...this.series.values()].flatMap((series) => series.take() ?? []);
  }

  private seriesOf(split: Split, name: string): GrowingSeries {
    const key = `${split}/${name}`;
    const known = this.series.get(key);
    if (known !== undefined) return known;
    const begun = new GrowingSeries(split, name);
    this.series.set(key, begun);
    return begun;
  }
}

/** One series in memory of its own, which a process takes up as it is; the next values go where those that were taken were. */
class GrowingSeries {
  private steps = new Int32Array(64);
  private values = new Float64Array(64);
  private count = 0;

  constructor(
    private readonly split: Split,
    private readonly name: string,
  ) {}

  append(firstStep: number, values: ArrayLike<number>): void {
    this.reserve(this.count + values.length);
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? NaN;
      this.steps[this.count + index] = firstStep + index;
      this.values[this.count + index] = Number.isFinite(value) ? value : NaN;
    }
    this.count += values.length;
  }

  /** Null where nothing has come. */
  take(): MeasuredBatch | null {
    const { split, name, count } = this;
    if (count === 0) return null;
    this.count = 0;
    return { split, name, steps: this.steps.slice(0, count), values: this.values.slice(0, count) };
  }

  private reserve(count: number): void {
    if (count <= this.steps.length) return;
    const [steps, values] = [this.steps, this.values];
    this.steps = new Int32Array(Math.max(count, 2 * steps.length));
    this.values = new Float64Array(this.steps.length);
    this.steps.set(steps);
    this.values.set(values);
  }
}
