import type { MetricBatch, Split } from '@shared/runs/run';

/** Gathers values between two messages to the engine, by series. */
export class MetricBuffer {
  private batches = new Map<string, MetricBatch>();

  add(split: Split, name: string, step: number, value: number): void {
    append(this.batchOf(split, name), step, value);
  }

  /** Values of consecutive steps, the first of which is `firstStep`. */
  addSteps(name: string, firstStep: number, values: Float32Array): void {
    if (values.length === 0) return;
    const batch = this.batchOf('training', name);
    values.forEach((value, index) => append(batch, firstStep + index, value));
  }

  /** What has been gathered since the last call. */
  take(): MetricBatch[] {
    const taken = [...this.batches.values()];
    this.batches = new Map();
    return taken;
  }
  private batchOf(split: Split, name: string): MetricBatch {
    const key = `${split}/${name}`;
    let batch = this.batches.get(key);
    if (batch === undefined) {
      batch = { split, name, steps: [], values: [] };
      this.batches.set(key, batch);
    }
    return batch;
  }
}

function append({ steps, values }: MetricBatch, step: number, value: number): void {
  steps.push(step);
  values.push(Number.isFinite(value) ? value : null);
}
