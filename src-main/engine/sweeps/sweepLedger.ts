import { metricOfSweep, scoreOf, type SweepMetric } from '@shared/runs/sweeps/metric';
import type { SweepPoint } from '@shared/runs/sweeps/sweep';
import type { Point } from '@shared/sweeps/points';
import type { ResolvedSweep } from '@shared/sweeps/spec';
import type { TaskEnd } from './executor';
import { settledPoint } from './settling';
import type { SweepRecord } from './sweepRows';
import type { SweepStore } from './sweepStore';
import { seedsOf } from './tasks';

/** One run of a point. */
export interface RunOfPoint {
  readonly point: number;
  readonly seed: number;
}

/** The points of one sweep in the database: which the method asks for next, which it gives up, and how each ends. */
export class SweepLedger {
  readonly metric: SweepMetric;

  constructor(
    private readonly record: SweepRecord,
    private readonly sweep: ResolvedSweep,
    private readonly store: SweepStore,
  ) {
    this.metric = metricOfSweep(sweep.spec);
  }

  /** An open point that is not in hand; null where there is none. */
  open(inHand: ReadonlySet<number>): SweepPoint | null {
    const points = this.store.points(this.record.id);
    return points.find(({ state, number }) => state === 'open' && !inHand.has(number)) ?? null;
  }

  /** Writes the method's next point down; null where points or time are used up, or the method has none. */
  propose(): SweepPoint | null {
    const { record, store, sweep } = this;
    const points = store.points(record.id);
    const { elapsedSeconds } = store.get(record.id);
    if (points.length >= sweep.mostPoints || elapsedSeconds >= sweep.mostSeconds) return null;
    const tried = points.map(({ parameters, state, value }) => ({
      point: parameters as Point,
      pending: state === 'open',
      score: value === null ? null : this.score(value),
    }));
    const { seed } = record.experiment.training;
    const point = sweep.method.propose(sweep.parameters, { space: sweep.space, seed, tried });
    if (point === null) return null;
    const number = points.length;
    store.addPoint(record.id, number, point, seedsOf(record.experiment, point, sweep.spec.seeds));
    return store.points(record.id)[number] ?? null;
  }

  /** Of a value of the metric; the smaller the better. */
  score(value: number): number {
    return scoreOf(this.metric, value);
  }

  /** Lets the method look at a run after an epoch, and writes down what it saw and whether it gave the point up. */
  isHopeless({ point, seed }: RunOfPoint, epoch: number, value: number | null): boolean {
    return this.store.transaction(() => {
      const { store } = this;
      const { id } = this.record;
      const runs = store.runs(id);
      const looks = runs.find((run) => run.point === point && run.seed === seed)?.looks ?? {};
      if (String(epoch) in looks || store.points(id)[point]?.state !== 'open') return false;
      store.setRun(id, point, seed, { looks: { ...looks, [epoch]: value } });
      const others = runs
        .filter((run) => run.point !== point)
        .flatMap((run) => run.looks[epoch] ?? [])
        .map((other) => this.score(other));
      const { parameters, method } = this.sweep;
      if (value !== null && method.earlyStopping?.goesOn(parameters, this.score(value), others)) return false;
      store.setPoint(id, point, { state: 'halted', value, haltedAfter: epoch });
      return true;
    });
  }

  /** The end of a run, and of its point where it was the last. */
  writeEnd({ point: number, seed }: RunOfPoint, end: TaskEnd): void {
    this.store.transaction(() => {
      const { store } = this;
      const { id } = this.record;
      store.setRun(id, number, seed, { state: end.state, value: end.value });
      const point = store.points(id)[number];
      if (point?.state !== 'open') return;
      const error = point.error ?? end.error;
      store.setPoint(
        id,
        number,
        settledPoint(point.runs, this.sweep.spec.metric, error) ?? { state: 'open', error },
      );
    });
  }
}
