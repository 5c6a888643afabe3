import { createHash } from 'node:crypto';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { requireSweepOn } from '@shared/runs/sweeps/check';
import { standingOf } from '@shared/runs/sweeps/standing';
import type { SweepId, SweepPoint, SweepSummary } from '@shared/runs/sweeps/sweep';
import { resolveSweep } from '@shared/sweeps/spec';
import { prepareDataset } from '../datasets';
import { isLeaseHeld, type EngineLease } from '../jobs/lease';
import type { Logger } from '../log';
import type { Workspace } from '../workspace';
import type { SweepExecutor } from './executor';
import { SweepRunner } from './sweepRunner';
import type { SweepRecord } from './sweepRows';
import type { SweepStore } from './sweepStore';
import { SweepStreams } from './sweepStreams';

export interface SweepServices {
  readonly store: SweepStore;
  readonly executor: SweepExecutor;
  readonly workspace: Workspace;
  readonly lease: EngineLease;
  readonly log: Logger;
}

/** The sweeps of the workspace, and those that this engine has in hand. */
export class Sweeps {
  private readonly runners = new Map<SweepId, SweepRunner>();
  readonly streams = new SweepStreams();

  constructor(private readonly services: SweepServices) {}

  /**
   * Begins the sweep that an experiment describes, or goes on with the one that is the same but for its budget.
   * @throws AppError for whatever is wrong with it, or where another engine has it in hand
   */
  async start(asked: Experiment, signal?: AbortSignal): Promise<SweepId> {
    const { store, workspace, lease } = this.services;
    const { dataset, spec } = await prepareDataset(asked.dataset, { ...workspace.preparing, signal });
    requireSweepOn(asked, dataset);
    const identity = identityOf(asked);
    const latest = store.latestOf(identity);
    const experiment = { ...asked, dataset: spec };
    if (latest !== null) return this.goOn(store.get(latest), dataset.hash, experiment);
    const id = store.create({ experiment, identity, datasetHash: dataset.hash, owner: lease.name });
    this.begin(id);
    return id;
  }

  /** @throws AppError where another engine has it in hand, or its data has changed */
  async continue(id: SweepId): Promise<void> {
    const record = this.services.store.get(id);
    const { dataset } = await prepareDataset(record.experiment.dataset, this.services.workspace.preparing);
    this.goOn(record, dataset.hash, record.experiment);
  }

  /** @throws AppError `notAllowedNow` where this engine has it not in hand */
  async end(id: SweepId, as: 'paused' | 'stopped'): Promise<void> {
    const runner = this.runners.get(id);
    if (runner !== undefined) return runner.end(as);
    const { state, name } = this.summary(id);
    if (state === 'paused' && as === 'stopped') {
      this.services.store.setState(id, 'stopped');
      return this.tell(id, []);
    }
    throw new AppError(
      'notAllowedNow',
      state === 'running'
        ? `The sweep "${name}" is in the hands of another Layerlab on this workspace.`
        : `The sweep "${name}" is ${state}.`,
      {
        where: id,
        remedy:
          state === 'running' ? 'Use the window or terminal that started it.' : 'There is nothing to end.',
      },
    );
  }

  /** Into the bin. @throws AppError `notAllowedNow` while it is under way, here or in another engine */
  delete(id: SweepId, time: string): void {
    const { store } = this.services;
    const standing = store.standing(id);
    if (this.stateOf(standing) === 'running') throw underWay(standing);
    store.setDeleted(id, time);
  }

  /** Out of the bin. @returns since when it was in it; null where it was not */
  restore(id: SweepId): string | null {
    const { store } = this.services;
    store.standing(id);
    return store.setDeleted(id, null);
  }

  /** The latest first, without those whose rows are damaged, which are told when the workspace is checked. */
  list(): SweepSummary[] {
    return this.services.store.ids().flatMap((id) => {
      try {
        return this.summary(id);
      } catch (thrown) {
        this.services.log.warn({ err: thrown, sweepId: id }, 'a sweep cannot be read');
        return [];
      }
    });
  }

  summary(id: SweepId): SweepSummary {
    const record = this.services.store.get(id);
    const sweep = resolveSweep(specOf(record));
    const { name, createdAt, finishedAt, elapsedSeconds, error } = record;
    const { metric, seeds } = sweep.spec;
    const state = this.stateOf(record);
    const standing = standingOf(sweep, this.points(id), elapsedSeconds);
    const method = sweep.method.kind;
    return {
      id,
      name,
      state,
      method,
      metric,
      seeds,
      createdAt,
      finishedAt,
      elapsedSeconds,
      error,
      ...standing,
    };
  }

  experiment(id: SweepId): Experiment {
    return this.services.store.get(id).experiment;
  }

  points(id: SweepId): SweepPoint[] {
    return this.services.store.points(id);
  }

  /** Before the queue's end, so that no further run is handed to it. */
  close(): void {
    for (const runner of [...this.runners.values()]) runner.close();
    this.streams.close();
  }

  private goOn(record: SweepRecord, datasetHash: string, experiment: Experiment): SweepId {
    const { store, lease, workspace } = this.services;
    const { id, owner } = record;
    if (this.runners.has(id)) return id;
    if (owner !== null && owner !== lease.name && isLeaseHeld(workspace.leases, owner))
      throw inOtherHands(record);
    if (record.datasetHash !== datasetHash) throw dataChanged(record);
    if (!store.take(id, owner, lease.name, experiment)) throw inOtherHands(record);
    this.begin(id);
    return id;
  }

  private begin(id: SweepId): void {
    const { store, executor, log } = this.services;
    const runner = new SweepRunner(store.get(id), {
      store,
      executor,
      log,
      changed: (points) => this.tell(id, points),
      over: () => this.runners.delete(id),
    });
    this.runners.set(id, runner);
    runner.begin();
  }

  private tell(id: SweepId, points: readonly number[]): void {
    this.streams.changed(id, points, this.summary(id));
  }

  /** One whose engine died is interrupted, whatever its row says. */
  private stateOf({ id, state, owner }: Pick<SweepRecord, 'id' | 'state' | 'owner'>): SweepSummary['state'] {
    const { lease, workspace } = this.services;
    if (state !== 'running') return state;
    if (owner === lease.name) return this.runners.has(id) ? state : 'interrupted';
    return owner !== null && isLeaseHeld(workspace.leases, owner) ? state : 'interrupted';
  }
}

function specOf({ experiment }: SweepRecord) {
  if (experiment.sweep === undefined) throw new Error('a sweep’s experiment describes none');
  return experiment.sweep;
}

/** What makes two sweeps the same: all that decides on their points and what these come to, and their name. */
function identityOf({ name, network, dataset, training, sweep }: Experiment): string {
  const { budget: _budget, ...tried } = sweep ?? {};
  const { layers, edges } = network;
  return createHash('sha256')
    .update(JSON.stringify({ name, layers, edges, dataset, training, tried }))
    .digest('hex');
}

function inOtherHands({ id, name }: SweepRecord): AppError {
  return new AppError(
    'notAllowedNow',
    `The sweep "${name}" is under way in another Layerlab on this workspace.`,
    {
      where: id,
      remedy: 'Wait for its end, or pause or stop it there.',
    },
  );
}

function underWay({ id, name }: Pick<SweepRecord, 'id' | 'name'>): AppError {
  return new AppError('notAllowedNow', `The sweep "${name}" is under way and cannot be deleted.`, {
    where: id,
    remedy: 'Pause or stop it first, where it was started.',
  });
}

function dataChanged({ id }: SweepRecord): AppError {
  return new AppError(
    'badDataset',
    'The data set has changed since the sweep began, so that its points could not be compared.',
    {
      where: id,
      remedy: 'Bring its files back as they were, or give the experiment another name to begin a sweep anew.',
    },
  );
}
