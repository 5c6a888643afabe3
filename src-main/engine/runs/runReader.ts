import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import { requireTrained, type TrainedRun } from '@shared/runs/imported/trained';
import type { RunDetail, RunSummary } from '@shared/runs/run';
import type { Database } from './database/database';
import { prepared, query } from './database/query';
import type { RunsTable } from './database/schema';
import { wholeRow } from './database/wholeRow';
import { figuresOfRun } from './metrics/runMetrics';
import { detailOf, materialOf, type RunMaterial } from './rows/detail';
import { experimentOf, type CheckedRow } from './rows/stored';
import { summaryOf, summarySelection } from './rows/summary';
import { runNotFound } from './runErrors';
import { tagsOfRun } from './runLabels';

/** The rows of the runs as they are read. */
export class RunReader {
  constructor(protected readonly database: Database) {}

  /** @throws AppError `notFound`; also for runs in the bin */
  summary(runId: RunId): RunSummary {
    const row = this.database.get(visibleSummary({ id: runId }));
    if (row === undefined) throw runNotFound(runId);
    return summaryOf(row);
  }

  /** @throws AppError `notFound`; also for runs in the bin */
  detail(runId: RunId): RunDetail {
    const whole = this.visible(runId).selectAll();
    const row = this.database.get(
      whole.select([figuresOfRun.as('figures'), tagsOfRun.as('tags'), wholeRow('runs').as('whole')]),
    );
    if (row === undefined) throw runNotFound(runId);
    return detailOf(row);
  }

  /** @throws AppError `notFound`; `notAllowedNow` for a run that was imported */
  trained(runId: RunId): TrainedRun {
    return requireTrained(this.detail(runId));
  }

  /** What can be told of a run whose row is damaged, and of one in the bin. @throws AppError `notFound` */
  stateOf(runId: RunId): { state: string; name: string } {
    const { state, name } = this.row(runId);
    return { state, name };
  }

  /** @throws AppError `notFound`, `badArgument` where the row is damaged */
  material(runId: RunId): RunMaterial {
    return materialOf(this.row(runId));
  }

  /** What the runs of a group were started with, by place; also of those in the bin. @throws AppError as `material` */
  experimentsOfGroup(id: string): Experiment[] {
    const group = this.database.query.selectFrom('runs').where('group_id', '=', id).orderBy('group_place');
    return this.database.all(group.selectAll().select(wholeRow('runs').as('whole'))).map(experimentOf);
  }

  /** Active runs of other engines, by their leases: a run has an owner exactly while it is active. */
  activeElsewhere(lease: string): { id: RunId; owner: string }[] {
    return this.database.all(ownedElsewhere({ lease })) as { id: RunId; owner: string }[];
  }

  count(): number {
    const row = this.database.get(
      this.database.query
        .selectFrom('runs')
        .where('deleted_at', 'is', null)
        .select((select) => select.fn.countAll<number>().as('count')),
    );
    return row?.count ?? 0;
  }

  private visible(runId: RunId) {
    return this.database.query.selectFrom('runs').where('id', '=', runId).where('deleted_at', 'is', null);
  }

  protected row(runId: RunId): CheckedRow {
    const row = this.database.get(
      this.database.query
        .selectFrom('runs')
        .where('id', '=', runId)
        .selectAll()
        .select(wholeRow('runs').as('whole')),
    );
    if (row === undefined) throw runNotFound(runId);
    return row;
  }
}

const visibleSummary = prepared(({ id }: Pick<RunsTable, 'id'>) =>
  query.selectFrom('runs').where('id', '=', id).where('deleted_at', 'is', null).select(summarySelection),
);

const ownedElsewhere = prepared(({ lease }: { readonly lease: string }) =>
  query.selectFrom('runs').where('owner', 'is not', null).where('owner', '<>', lease).select(['id', 'owner']),
);
