import type { MetricBatch } from '@shared/runs/run';
import { SeriesBuffer } from '../../shared/charts/curves/series';

/** The curves of a run as they grow, in plain buffers outside Vue's reactivity. */
export class LiveCurves {
  private buffers = new Map<string, SeriesBuffer>();
  /** What arrived while the history was on its way; null when it is there. */
  private waiting: MetricBatch[] | null = null;

  /** Points of all curves. */
  get length(): number {
    return [...this.buffers.values()].reduce((sum, buffer) => sum + buffer.length, 0);
  }

  /** The values so far of one curve; undefined where there is none. */
  of(split: string, name: string): SeriesBuffer | undefined {
    return this.buffers.get(keyOf(split, name));
  }

  clear(): void {
    this.buffers = new Map();
    this.waiting = null;
  }

  add(batches: readonly MetricBatch[]): void {
    if (this.waiting) this.waiting.push(...batches);
    else for (const { split, name, steps, values } of batches) this.buffer(split, name).append(steps, values);
  }

  /** Keeps what comes until {@link catchUp}. */
  awaitHistory(): void {
    this.waiting = [];
  }

  /** Begins anew with all points so far. */
  begin(history: readonly MetricBatch[]): void {
    this.buffers = new Map();
    for (const { split, name, steps, values } of history) this.buffer(split, name).append(steps, values);
  }

  /** Goes on with what came meanwhile, without the history from what there is. */
  catchUp(): void {
    for (const { split, name, steps, values } of this.waiting ?? [])
      this.buffer(split, name).appendNewer(steps, values);
    this.waiting = null;
  }

  private buffer(split: string, name: string): SeriesBuffer {
    const key = keyOf(split, name);
    const known = this.buffers.get(key);
    if (known) return known;
    const created = new SeriesBuffer();
    this.buffers.set(key, created);
    return created;
  }
}

const keyOf = (split: string, name: string): string => `${split}.${name}`;
