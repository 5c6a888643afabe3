import type { AppErrorData } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { Observation } from '@shared/network/observation';
import {
  noMetrics,
  resumableStates,
  type Baselines,
  type CheckpointName,
  type Progress,
  type RunMetrics,
  type RunState,
  type RunSummary,
} from '@shared/runs/run';
import { earlierAt, type Versions } from '@shared/runs/versions/versions';
import type { CheckpointFacts } from '../../trainer/checkpoints/checkpoint';
import type { Database } from './database/database';
import { prepared, query } from './database/query';
import { newRunId } from './ids';
import type { MetricStore, SeriesBatch } from './metrics/metricStore';
import { QueuePlaces } from './queue/queuePlaces';
import { keepSettings } from './table/settings';
import { freeName, now, rowOf, type NewRun } from './new/newRun';
import { nextColor } from './new/colors';
import { parseColumn, versionsIn, type Checkpoints, type RecordedCompilation } from './rows/stored';
import { summarySelection, summaryOf } from './rows/summary';
import { storedCleared } from './cleared';
import { addObservation, removeObservationsAfter } from './observed/observations';
import { writeBaselines, writeMetrics } from './metrics/runMetrics';
import { notResumable, runNotFound } from './runErrors';
import { RunReader } from './runReader';
import type { RunsTable } from './database/schema';

/** The rows of the runs, and what becomes of them. Every call is one transaction. */
export class RunStore extends RunReader {
  readonly queue: QueuePlaces;

  constructor(
    database: Database,
    private readonly metrics: MetricStore,
  ) {
    super(database);
    this.queue = new QueuePlaces(database);
  }

  /** All of them or none, in their order. */
  createAll(runs: readonly NewRun[]): RunSummary[] {
    return this.database.transaction(() => runs.map((run) => this.create(run)));
  }

  /** A new run, queued; its name has a number behind it where another run has it. */
  create(run: NewRun): RunSummary {
    return this.database.transaction(() => {
      const id = newRunId();
      const row = rowOf(run);
      this.database.run(
        this.database.query.insertInto('runs').values({
          id,
          name: freeName(this.database, run.name ?? run.experiment.name),
          color: nextColor(this.database),
          ...row,
        }),
      );
      keepSettings(this.database, { id, experiment: row.experiment, imported: null });
      this.queue.enter(id);
      return this.summary(id);
    });
  }

  rename(runId: RunId, name: string): RunSummary {
    return this.update(runId, { name });
  }

  setNote(runId: RunId, note: string): RunSummary {
    return this.update(runId, { note });
  }

  /**
   * Into the queue again, unless another engine was faster; metrics from after its checkpoint go.
   * @param fromStep where its last checkpoint stands; null: it has none and starts anew
   * @throws AppError `notAllowedNow` where the run is in no state from which it can go on
   */
  requeue(runId: RunId, fromStep: number | null, owner: string): RunSummary {
    return this.database.transaction(() => {
      const taken = this.database.run(
        this.database.query
          .updateTable('runs')
          .set({ state: 'queued', owner })
          .where('id', '=', runId)
          .where('state', 'in', resumableStates),
      );
      if (taken === 0) throw notResumable(this.summary(runId));
      this.queue.enter(runId);
      this.metrics.removeAfter(runId, fromStep ?? 0);
      removeObservationsAfter(this.database, runId, fromStep ?? -1);
      if (fromStep === null) writeMetrics(this.database, runId, noMetrics);
      const anew = { progress: null, checkpoints: '{}', weights_hash: null, best_epoch: null };
      return this.update(runId, {
        error: null,
        finished_at: null,
        ...(fromStep === null ? anew : {}),
      });
    });
  }

  /** @param fromStep after which it goes on; 0 for one that begins */
  started(runId: RunId, versions: Versions, fromStep = 0): RunSummary {
    return this.database.transaction(() => {
      const row = this.row(runId);
      const { earlier, ...last } = versionsIn(row);
      return this.update(runId, {
        state: 'running',
        started_at: row.started_at ?? now(),
        versions: JSON.stringify({ ...versions, earlier: earlierAt(fromStep, versions, last, earlier) }),
      });
    });
  }

  /** What a net would score that answers the same everywhere, and what naive forecasts would. */
  recordBaselines(runId: RunId, baselines: Baselines): RunSummary {
    return this.database.transaction(() => {
      writeBaselines(this.database, runId, baselines);
      return this.summary(runId);
    });
  }

  recordCompilation(runId: RunId, compilation: RecordedCompilation): RunSummary {
    return this.update(runId, { compilation: JSON.stringify(compilation) });
  }

  setActiveState(runId: RunId, state: 'running' | 'paused'): RunSummary {
    return this.update(runId, { state });
  }

  /** One batch from the trainer, whole or not at all. */
  recordMetrics(
    runId: RunId,
    batches: readonly SeriesBatch[],
    progress: Progress,
    metrics: RunMetrics,
  ): RunSummary {
    return this.database.transaction(() => {
      this.metrics.append(runId, batches);
      writeMetrics(this.database, runId, metrics);
      const { bestEpoch: best_epoch } = metrics;
      this.database.run(progressUpdate({ id: runId, progress: JSON.stringify(progress), best_epoch }));
      return this.updated(runId);
    });
  }

  recordObservation(runId: RunId, observation: Observation): void {
    addObservation(this.database, runId, observation);
  }

  recordCheckpoint(runId: RunId, name: CheckpointName, facts: CheckpointFacts): RunSummary {
    return this.database.transaction(() =>
      this.setCheckpoints(runId, {
        ...parseColumn<Checkpoints>(this.row(runId), 'checkpoints'),
        [name]: facts,
      }),
    );
  }

  /** Those there are, whatever was told of them before. */
  setCheckpoints(runId: RunId, checkpoints: Checkpoints): RunSummary {
    return this.update(runId, {
      checkpoints: JSON.stringify(checkpoints),
      weights_hash: checkpoints.last?.weightsHash ?? null,
    });
  }

  /** A checkpoint whose file is about to be cleared: what it held stays known, and so does the hash of the weights. */
  clearCheckpoint(runId: RunId, name: CheckpointName): void {
    this.database.transaction(() => {
      const row = this.row(runId);
      const { [name]: facts, ...kept } = parseColumn<Checkpoints>(row, 'checkpoints');
      if (facts === undefined) return;
      const cleared = { ...storedCleared(row), [name]: { metrics: {}, ...facts, clearedAt: now() } };
      this.update(runId, { checkpoints: JSON.stringify(kept), cleared: JSON.stringify(cleared) });
    });
  }

  /** The end of a run's training, whichever it was. */
  ended(
    runId: RunId,
    state: RunState,
    facts: { error?: AppErrorData | null; metrics?: RunMetrics; weightsHash?: string | null } = {},
  ): RunSummary {
    return this.database.transaction(() => {
      if (state !== 'interrupted') this.queue.leave(runId);
      if (facts.metrics) writeMetrics(this.database, runId, facts.metrics);
      return this.update(runId, {
        state,
        owner: null,
        finished_at: now(),
        error: facts.error ? JSON.stringify(facts.error) : null,
        ...(facts.metrics ? { best_epoch: facts.metrics.bestEpoch } : {}),
        ...(facts.weightsHash ? { weights_hash: facts.weightsHash } : {}),
      });
    });
  }

  /** Into the bin. @returns those that were not in it yet. */
  delete(runIds: readonly RunId[], time = now()): RunId[] {
    return this.setDeleted(runIds, time);
  }

  /** Out of the bin. @returns those that were in it. */
  restore(runIds: readonly RunId[]): RunId[] {
    return this.setDeleted(runIds, null);
  }

  private update(runId: RunId, columns: Partial<RunsTable>): RunSummary {
    return this.database.transaction(() => {
      this.database.run(this.database.query.updateTable('runs').set(columns).where('id', '=', runId));
      return this.updated(runId);
    });
  }

  /** A run as it now is, also one that was put into the bin meanwhile. */
  private updated(runId: RunId): RunSummary {
    const row = this.database.get(summaryRow({ id: runId }));
    if (row === undefined) throw runNotFound(runId);
    return summaryOf(row);
  }

  private setDeleted(runIds: readonly RunId[], time: string | null): RunId[] {
    return this.database.transaction(() =>
      runIds.filter(
        (runId) =>
          this.database.run(
            this.database.query
              .updateTable('runs')
              .set({ deleted_at: time })
              .where('id', '=', runId)
              .where('deleted_at', time === null ? 'is not' : 'is', null),
          ) > 0,
      ),
    );
  }
}

const progressUpdate = prepared(
  ({ id, progress, best_epoch }: Pick<RunsTable, 'id' | 'progress' | 'best_epoch'>) =>
    query.updateTable('runs').set({ progress, best_epoch }).where('id', '=', id),
);

const summaryRow = prepared(({ id }: Pick<RunsTable, 'id'>) =>
  query.selectFrom('runs').where('id', '=', id).select(summarySelection),
);
