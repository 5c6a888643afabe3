import type { SweepEvent, SweepId, SweepPoint, SweepSummary } from '@shared/runs/sweeps/sweep';
import { activeSweepStates } from '@shared/runs/sweeps/sweep';
import { EventStream } from '../events/eventStream';

/** What a stream reads when its subscriber asks: always the latest. */
export interface SweepReader {
  readonly summary: () => SweepSummary;
  readonly points: () => readonly SweepPoint[];
}

/** One subscriber to one sweep. */
class SweepStream extends EventStream<SweepEvent> {
  /** Null: all. */
  private points: Set<number> | null = null;
  private isStale = true;

  constructor(private readonly reader: SweepReader) {
    super();
  }

  push(points: readonly number[]): void {
    for (const point of points) this.points?.add(point);
    this.isStale = true;
    this.changed();
  }

  protected hasNews(): boolean {
    return this.isStale;
  }

  /** The sweep last: after the one that tells its end there is nothing more. */
  protected drain(): SweepEvent[] {
    if (!this.isStale) return [];
    const wanted = this.points;
    this.points = new Set();
    this.isStale = false;
    const points = this.reader.points().filter(({ number }) => wanted === null || wanted.has(number));
    return [
      ...points.map((point): SweepEvent => ({ type: 'point', point })),
      { type: 'sweep', sweep: this.reader.summary() },
    ];
  }
}

/** The subscribers to sweeps. */
export class SweepStreams {
  private readonly streams = new Map<SweepId, Set<SweepStream>>();

  subscribe(id: SweepId, reader: SweepReader): SweepStream {
    const stream = new SweepStream(reader);
    this.streams.set(id, (this.streams.get(id) ?? new Set()).add(stream));
    return stream;
  }

  unsubscribe(id: SweepId, stream: SweepStream): void {
    this.streams.get(id)?.delete(stream);
  }

  changed(id: SweepId, points: readonly number[], sweep: SweepSummary): void {
    for (const stream of this.streams.get(id) ?? []) {
      stream.push(points);
      if (!activeSweepStates.includes(sweep.state)) stream.close();
    }
  }

  close(): void {
    for (const streams of this.streams.values()) for (const stream of streams) stream.close();
  }
}
