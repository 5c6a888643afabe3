import type { MetricBatch, Split } from '@shared/runs/run';

/** Gathers values between two messages to the engine, by series. */
export class MetricBuffer {
  private batches = new Map<string, MetricBatch>();

  add(split: Split, name: string, step: number, value: number): void {
    const key = `${split}/${name}`;
    const batch = this.batches.get(key) ?? { split, name, steps: [], values: [] };
    batch.steps.push(step);
    batch.values.push(Number.isFinite(value) ? value : null);
    this.batches.set(key, batch);
  }

  /** Values of consecutive steps, the first of which is `firstStep`. */
  addSteps(name: string, firstStep: number, values: Float32Array): void {
    values.forEach((value, index) => this.add('training', name, firstStep + index, value));
  }

  /** What has been gathered since the last call. */
  take(): MetricBatch[] {
    const taken = [...this.batches.values()];
    this.batches = new Map();
    return taken;
  }
}
