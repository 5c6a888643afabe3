import type { RunId } from '@shared/ids';
import type { Observation } from '@shared/network/observation';
import type { Database } from '../database/database';
import type { SeriesBatch, SeriesKey } from '../metrics/series';
import type { RunReader } from '../runReader';
import { lastObserved, readObservations } from './observations';

/** One figure at one moment. */
interface Figure {
  readonly name: string;
  readonly value: number | null;
}

/**
 * What was seen of runs' layers as series beside their metrics: `probe/loss`, `hidden/deviation`,
 * `hidden/kernel/updateNorm`. A figure that does not apply, or was no finite number, is none of a series' points.
 */
export class ObservedSeries {
  /** Of the run that was asked about last: its series are asked for one after another. */
  private latest: { runId: RunId; step: number; series: readonly SeriesBatch[] } | null = null;

  constructor(
    private readonly database: Database,
    private readonly runs: RunReader,
  ) {}

  /** All of a run, in the order of its layers; none of a run that was not observed. */
  of(runId: RunId): readonly SeriesBatch[] {
    const step = lastObserved(this.database, runId);
    if (step === null) return [];
    if (this.latest?.runId !== runId || this.latest.step !== step) {
      const { validation } = this.runs.material(runId).dataset.splits;
      const series = seriesOf(
        readObservations(this.database, runId),
        validation > 0 ? 'validation' : 'training',
      );
      this.latest = { runId, step, series };
    }
    return this.latest.series;
  }

  find(runId: RunId, { split, name }: SeriesKey): SeriesBatch | undefined {
    return this.of(runId).find((series) => series.split === split && series.name === name);
  }
}

/** @param split that the examples of the probe are of */
function seriesOf(observations: readonly Observation[], split: SeriesKey['split']): SeriesBatch[] {
  const found = new Map<string, { steps: number[]; values: number[] }>();
  for (const observation of observations) {
    for (const { name, value } of figuresOf(observation)) {
      if (value === null) continue;
      const series = found.get(name) ?? { steps: [], values: [] };
      series.steps.push(observation.step);
      series.values.push(value);
      found.set(name, series);
    }
  }
  return [...found].map(([name, series]) => ({ split, name, ...series }));
}

function figuresOf({ loss, layers }: Observation): Figure[] {
  return [
    { name: 'probe/loss', value: loss },
    ...layers.flatMap(({ layer, weights, moving, histogram: _bars, stuckUnits: _which, ...own }) => [
      ...named(layer, own),
      ...weights.flatMap(({ name, ...figures }) => named(`${layer}/${name}`, figures)),
      ...moving.flatMap(({ name, ...figures }) => named(`${layer}/${name}`, figures)),
    ]),
  ];
}

function named(of: string, figures: Readonly<Record<string, number | null>>): Figure[] {
  return Object.entries(figures).map(([name, value]) => ({ name: `${of}/${name}`, value }));
}
