import type { RunEvent } from '@shared/contract/events';
import type { Picture } from '@shared/pictures/catalogue';
import type { RunId } from '@shared/ids';
import type { Observation } from '@shared/network/observation';
import { thin } from '@shared/runs/curves/thin';
import type { MetricBatch, Progress, RunSummary } from '@shared/runs/run';
import type { MetricStore, SeriesBatch, SeriesKey } from '../runs/metrics/metricStore';
import { crossing, joined } from '../runs/metrics/series';
import { EventStream } from './eventStream';

/** Values that wait for a subscriber in memory; beyond that they are read from the database when it asks. */
const mostValuesWaiting = 50_000;

/** What a subscriber to a run asks for. */
export interface Subscription {
  /** Who looks at pictures follows closely. */
  readonly pictures: boolean;
  /** Wants to hear a few times a second, not about once. */
  readonly closely?: boolean;
  /** Points of a series that an event tells at most; absent: every value. */
  readonly pointsAtOnce?: number | undefined;
  /** Nobody looks on: to hear now and then is enough. */
  readonly seldom?: boolean;
}

/**
 * One subscriber to one run. Of summaries, progress and pictures it hears the latest; of metrics every value
 * that it wants, since what does not fit into memory is in the database already.
 */
export class RunStream extends EventStream<RunEvent> {
  private summary: RunSummary | null = null;
  private progress: Progress | null = null;
  private picture: Picture | null = null;
  private observation: Observation | null = null;
  private waiting: SeriesBatch[] = [];
  private valuesWaiting = 0;
  /** Where the waiting values would have begun, by series, once they were too many. */
  private behind: Map<string, { key: SeriesKey; fromStep: number }> | null = null;

  constructor(
    private readonly runId: RunId,
    private readonly metrics: MetricStore,
    private readonly wanted: Subscription,
  ) {
    super();
  }

  get wantsPictures(): boolean {
    return this.wanted.pictures;
  }

  get isClose(): boolean {
    return this.wanted.pictures || this.wanted.closely === true;
  }

  get isSeldom(): boolean {
    return this.wanted.seldom === true;
  }

  push(event: Exclude<RunEvent, { type: 'metrics' }>): void {
    if (event.type === 'summary') this.summary = event.run;
    else if (event.type === 'progress') this.progress = event.progress;
    else if (event.type === 'picture') {
      if (!this.wantsPictures) return;
      this.picture = event.picture;
    } else {
      if (!this.wantsPictures) return;
      this.observation = event.observation;
    }
    this.changed();
  }

  measured(batches: readonly SeriesBatch[]): void {
    // What will not be told need not wait either.
    this.addMetrics(batches.map((batch) => this.thinned(batch)));
    this.changed();
  }

  protected hasNews(): boolean {
    return (
      this.summary !== null ||
      this.progress !== null ||
      this.picture !== null ||
      this.observation !== null ||
      this.waiting.length > 0 ||
      this.behind !== null
    );
  }

  /** The summary last: after the one that tells the end there is nothing more. */
  protected drain(): RunEvent[] {
    const events: RunEvent[] = [];
    const batches = this.takeMetrics();
    if (batches.length > 0) events.push({ type: 'metrics', batches });
    if (this.progress !== null) events.push({ type: 'progress', progress: this.progress });
    if (this.observation !== null) events.push({ type: 'observation', observation: this.observation });
    if (this.picture !== null) events.push({ type: 'picture', picture: this.picture });
    if (this.summary !== null) events.push({ type: 'summary', run: this.summary });
    this.summary = this.progress = this.picture = this.observation = null;
    return events;
  }

  private addMetrics(batches: readonly SeriesBatch[]): void {
    if (this.behind === null) {
      this.waiting.push(...batches);
      this.valuesWaiting += batches.reduce((sum, batch) => sum + batch.values.length, 0);
      if (this.valuesWaiting <= mostValuesWaiting) return;
      this.behind = new Map();
      batches = this.waiting;
      this.waiting = [];
      this.valuesWaiting = 0;
    }
    for (const batch of batches) {
      const { split, name } = batch;
      const [fromStep] = batch.steps;
      if (fromStep === undefined || this.behind.has(`${split}/${name}`)) continue;
      this.behind.set(`${split}/${name}`, { key: { split, name }, fromStep });
    }
  }

  private takeMetrics(): MetricBatch[] {
    const waiting = joinBySeries(this.waiting);
    const behind = [...(this.behind?.values() ?? [])].map(({ key, fromStep }) => ({
      ...key,
      ...this.metrics.read(this.runId, key, fromStep - 1),
    }));
    this.waiting = [];
    this.valuesWaiting = 0;
    this.behind = null;
    return [...behind, ...waiting].map((batch) => this.told(batch));
  }

  private told(batch: SeriesBatch): MetricBatch {
    return crossing(this.thinned(batch));
  }

  private thinned({ split, name, steps, values }: SeriesBatch): SeriesBatch {
    return { split, name, ...thin({ steps, values }, this.wanted.pointsAtOnce ?? Infinity) };
  }
}

/** One batch a series, in the order they first came. */
function joinBySeries(batches: readonly SeriesBatch[]): SeriesBatch[] {
  const parts = new Map<string, [SeriesBatch, ...SeriesBatch[]]>();
  for (const batch of batches) {
    const key = `${batch.split}/${batch.name}`;
    const before = parts.get(key);
    if (before === undefined) parts.set(key, [batch]);
    else before.push(batch);
  }
  return [...parts.values()].map(([first, ...others]) =>
    others.length === 0 ? first : { ...first, ...joined([first, ...others]) },
  );
}
