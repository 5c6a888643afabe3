import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { experimentAt } from '@shared/experiment/settings/point';
import type { SweepPoint } from '@shared/runs/sweeps/sweep';
import type { Point } from '@shared/sweeps/points';
import { resolveSweep, type ResolvedSweep } from '@shared/sweeps/spec';
import type { Logger } from '../log';
import type { SweepExecutor, TaskEnd } from './executor';
import { Stopwatch } from './stopwatch';
import { SweepLedger, type RunOfPoint } from './sweepLedger';
import type { SweepRecord } from './sweepRows';
import type { SweepStore } from './sweepStore';
import { tasksOf } from './tasks';

export interface RunnerServices {
  readonly store: SweepStore;
  readonly executor: SweepExecutor;
  readonly log: Logger;
  /** Tells those who watch what has changed, after it was written down. */
  readonly changed: (points: readonly number[]) => void;
  /** The sweep is no longer in hand. */
  readonly over: () => void;
}

/** A run that was handed over and has not ended. */
interface UnderWay extends RunOfPoint {
  readonly runId: RunId;
  /** After which epochs the method looks at it. */
  readonly looks: readonly number[];
  unfollow: () => void;
  best: number | null;
}

/** Points without a single one that could be trained, after which a sweep gives up. */
const mostInvalid = 20;
/** What is wrong with the experiment of a point, and not with the place where it is trained. */
const pointErrors: readonly AppError['code'][] = [
  'badExperiment',
  'badNetwork',
  'badTraining',
  'badDataset',
  'badArgument',
];

/**
 * One sweep in the hands of this engine. All that it knows stands in the database before anybody acts on it: a sweep that
 * was killed hands its open points over again by the same keys, and goes on with the point after the last.
 */
export class SweepRunner {
  private readonly sweep: ResolvedSweep;
  private readonly ledger: SweepLedger;
  private readonly underWay = new Map<string, UnderWay>();
  private readonly handed = new Set<number>();
  private readonly stopwatch: Stopwatch;
  private filling: Promise<void> | null = null;
  private isFillingStale = false;
  private isOver = false;

  constructor(
    private readonly record: SweepRecord,
    private readonly services: RunnerServices,
  ) {
    if (record.experiment.sweep === undefined) throw new Error('a sweep’s experiment describes none');
    this.sweep = resolveSweep(record.experiment.sweep);
    this.ledger = new SweepLedger(record, this.sweep, services.store);
    this.stopwatch = new Stopwatch((seconds) => services.store.addSeconds(record.id, seconds));
  }

  begin(): void {
    this.advance();
  }

  /** Ends what is under way, each run with a checkpoint from which it goes on when the sweep does. */
  async end(as: 'paused' | 'stopped'): Promise<void> {
    await this.letGo();
    this.services.store.setState(this.record.id, as);
    this.services.changed([]);
  }

  /** The engine ends, and with it the runs: nothing more is handed over. */
  close(): void {
    if (this.isOver) return;
    this.retire();
    this.services.store.setState(this.record.id, 'interrupted');
    this.services.changed([]);
  }

  /** Hands points over while there is room. One call at a time: what comes meanwhile is looked at afterwards. */
  private advance(): void {
    if (this.isOver) return;
    if (this.filling !== null) {
      this.isFillingStale = true;
      return;
    }
    this.filling = this.fill()
      .catch((thrown: unknown) => this.interrupt(AppError.from(thrown)))
      .finally(() => {
        this.filling = null;
        if (!this.isFillingStale) return;
        this.isFillingStale = false;
        this.advance();
      });
  }

  private async fill(): Promise<void> {
    while (!this.isOver && this.underWay.size < this.services.executor.places) {
      const point = this.nextPoint();
      if (point !== null) await this.hand(point);
      else if (this.underWay.size === 0) return this.finish();
      else return;
    }
  }

  /** One that is open since before, or the method's next; null where there is none. */
  private nextPoint(): SweepPoint | null {
    const open = this.ledger.open(this.handed);
    if (open !== null) return open;
    this.stopwatch.tick();
    const point = this.ledger.propose();
    if (point !== null) this.services.changed([point.number]);
    return point;
  }

  private async hand(point: SweepPoint): Promise<void> {
    const { store, executor, changed } = this.services;
    const { number } = point;
    const waiting = point.runs.filter(({ state }) => state === null);
    let epochs: number;
    let runIds: readonly RunId[];
    this.handed.add(number);
    try {
      const experiment = experimentAt(this.record.experiment, point.parameters as Point);
      epochs = experiment.training.epochs;
      runIds = await executor.start(tasksOf(this.record.id, number, experiment, waiting));
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (this.isOver) return;
      if (!pointErrors.includes(error.code)) throw error;
      return this.refuse(number, error);
    }
    waiting.forEach(({ seed }, place) => {
      const runId = runIds[place];
      if (runId !== undefined) store.setRun(this.record.id, number, seed, { runId });
    });
    if (this.isOver) {
      await Promise.all(runIds.toReversed().map((runId) => executor.stop(runId)));
      return;
    }
    const looks = this.sweep.method.earlyStopping?.looksAfter(this.sweep.parameters, epochs) ?? [];
    waiting.forEach(({ seed }, place) => {
      const runId = runIds[place];
      if (runId !== undefined)
        this.follow({ point: number, seed, runId, looks, unfollow: () => undefined, best: null });
    });
    changed([number]);
  }

  private follow(under: UnderWay): void {
    this.underWay.set(under.runId, under);
    under.unfollow = this.services.executor.follow(under.runId, this.ledger.metric, {
      measured: (epoch, value) => this.guarded(() => this.measured(under, epoch, value)),
      ended: (end) => this.guarded(() => this.ended(under, end)),
    });
  }

  /** There is no such experiment. Where that is so of every point, none of them will be better. */
  private refuse(number: number, error: AppError): void {
    const { store, changed } = this.services;
    store.setPoint(this.record.id, number, { state: 'invalid', error: error.toData() });
    changed([number]);
    const points = store.points(this.record.id);
    if (points.length < mostInvalid || points.some(({ state }) => state !== 'invalid')) return;
    this.retire();
    store.setState(this.record.id, 'failed', error.toData());
    changed([]);
  }

  private measured(under: UnderWay, epoch: number, value: number | null): void {
    if (value !== null && (under.best === null || this.ledger.score(value) < this.ledger.score(under.best)))
      under.best = value;
    if (!under.looks.includes(epoch)) return;
    const judged = this.ledger.metric.moment === 'best' ? under.best : value;
    if (!this.ledger.isHopeless(under, epoch, judged)) return;
    this.services.changed([under.point]);
    for (const { point, runId } of [...this.underWay.values()].reverse()) {
      if (point === under.point) this.stop(runId);
    }
  }

  private stop(runId: RunId): void {
    this.services.executor.stop(runId).catch((thrown: unknown) => this.interrupt(AppError.from(thrown)));
  }

  private ended(under: UnderWay, end: TaskEnd): void {
    this.underWay.delete(under.runId);
    if (end.state === 'interrupted') {
      void this.interrupt(end.error === null ? interrupted(under.runId) : AppError.fromData(end.error));
      return;
    }
    this.ledger.writeEnd(under, end);
    this.stopwatch.tick();
    this.services.changed([under.point]);
    this.advance();
  }

  private finish(): void {
    this.retire();
    this.services.store.setState(this.record.id, 'finished');
    this.services.changed([]);
  }

  /** Something that has to do with no point, as a full disk: the sweep can go on when it is mended. */
  private async interrupt(error: AppError): Promise<void> {
    if (this.isOver) return;
    this.services.log.error({ err: error, sweepId: this.record.id }, 'a sweep was interrupted');
    const { store, log, changed } = this.services;
    try {
      await this.letGo();
      store.setState(this.record.id, 'interrupted', error.toData());
      changed([]);
    } catch (thrown) {
      // Left as it is, it is found in nobody's hands, and so interrupted.
      log.error({ err: thrown, sweepId: this.record.id }, 'the end of a sweep could not be recorded');
    }
  }

  private async letGo(): Promise<void> {
    const runIds = [...this.underWay.keys()] as RunId[];
    const filling = this.filling;
    this.retire();
    // The last first: one that waits in a queue must not begin because another ends.
    await Promise.all([...runIds.reverse().map((runId) => this.services.executor.stop(runId)), filling]);
  }

  private retire(): void {
    this.isOver = true;
    this.stopwatch.end();
    for (const { unfollow } of this.underWay.values()) unfollow();
    this.underWay.clear();
    this.services.over();
  }

  private guarded(work: () => void): void {
    if (this.isOver) return;
    try {
      work();
    } catch (thrown) {
      void this.interrupt(AppError.from(thrown));
    }
  }
}

function interrupted(runId: RunId): AppError {
  return new AppError('trainerCrashed', 'A run of the sweep was interrupted.', {
    where: runId,
    remedy: 'Go on with the sweep: the run goes on from its last checkpoint.',
  });
}
