import type { RunEvent } from '@shared/contract/events';
import type { Picture } from '@shared/pictures/catalogue';
import type { RunId } from '@shared/ids';
import type { Observation } from '@shared/network/observation';
import type { MetricBatch, Progress, RunSummary } from '@shared/runs/run';
import type { MetricStore, SeriesKey } from '../runs/metrics/metricStore';
import { EventStream } from './eventStream';

/** Values that wait for a subscriber in memory; beyond that they are read from the database when it asks. */
const mostValuesWaiting = 50_000;

/**
 * One subscriber to one run. Of summaries, progress and pictures it hears the latest; of metrics every value, since
 * what does not fit into memory is in the database already.
 */
export class RunStream extends EventStream<RunEvent> {
  private summary: RunSummary | null = null;
  private progress: Progress | null = null;
  private picture: Picture | null = null;
  private observation: Observation | null = null;
  private waiting: MetricBatch[] = [];
  private valuesWaiting = 0;
  /** Where the waiting values would have begun, by series, once they were too many. */
  private behind: Map<string, { key: SeriesKey; fromStep: number }> | null = null;

  constructor(
    private readonly runId: RunId,
    private readonly metrics: MetricStore,
    readonly wantsPictures: boolean,
  ) {
    super();
  }

  push(event: RunEvent): void {
    if (event.type === 'summary') this.summary = event.run;
    else if (event.type === 'progress') this.progress = event.progress;
    else if (event.type === 'picture') {
      if (!this.wantsPictures) return;
      this.picture = event.picture;
    } else if (event.type === 'observation') {
      if (!this.wantsPictures) return;
      this.observation = event.observation;
    } else this.addMetrics(event.batches);
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

  private addMetrics(batches: readonly MetricBatch[]): void {
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
    const behind = [...(this.behind?.values() ?? [])].map(({ key, fromStep }) =>
      this.metrics.readBatch(this.runId, key, fromStep - 1),
    );
    this.waiting = [];
    this.valuesWaiting = 0;
    this.behind = null;
    return [...behind, ...waiting];
  }
}

/** One batch a series, in the order they first came. */
function joinBySeries(batches: readonly MetricBatch[]): MetricBatch[] {
  const joined = new Map<string, MetricBatch>();
  for (const batch of batches) {
    const key = `${batch.split}/${batch.name}`;
    const before = joined.get(key);
    if (before === undefined) joined.set(key, batch);
    else {
      joined.set(key, {
        ...batch,
        steps: [...before.steps, ...batch.steps],
        values: [...before.values, ...batch.values],
      });
    }
  }
  return [...joined.values()];
}
