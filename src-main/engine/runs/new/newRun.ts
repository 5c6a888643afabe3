import type { PreparedDataset } from '@shared/data/prepared';
import type { Experiment } from '@shared/experiment/experiment';
import { nameApart } from '@shared/runs/names';
import type { RemedyOf } from '@shared/runs/remedyOf';
import type { Versions } from '@shared/runs/versions/versions';
import type { Database } from '../database/database';

export interface NewRun {
  /** The experiment's where absent. */
  readonly name?: string;
  readonly experiment: Experiment;
  readonly dataset: PreparedDataset;
  readonly parameterCount: number;
  readonly versions: Versions;
  /** Lease of the engine that will train it. */
  readonly owner: string;
  /** What it is to mend. */
  readonly remedyOf?: RemedyOf;
  readonly group?: GroupPlace;
}

/** The runs that one is trained as one with, by a name of their own, and its place among them. */
export interface GroupPlace {
  readonly id: string;
  readonly place: number;
}

/** The columns of a new run that follow from what it is started with. */
export function rowOf(run: NewRun) {
  return {
    state: 'queued',
    note: run.experiment.notes ?? '',
    created_at: now(),
    owner: run.owner,
    dataset_kind: run.experiment.dataset.kind,
    dataset_name: run.dataset.name,
    dataset_hash: run.dataset.hash,
    parameter_count: run.parameterCount,
    seed: run.experiment.training.seed,
    pinned: 0,
    archived: 0,
    group_id: run.group?.id ?? null,
    group_place: run.group?.place ?? null,
    checkpoints: '{}',
    versions: JSON.stringify(run.versions),
    dataset: JSON.stringify(run.dataset),
    experiment: JSON.stringify(run.experiment),
    remedy_of: run.remedyOf ? JSON.stringify(run.remedyOf) : null,
  } as const;
}

/** The name, with a number behind it where another run has it. @param except runs whose names do not count */
export function freeName(
  database: Database,
  wanted: string,
  except: ReadonlySet<string> = new Set(),
): string {
  // From the name to the first text that does not begin with it and a blank: "!" comes behind " ".
  const similar = database.all(
    database.query
      .selectFrom('runs')
      .where('deleted_at', 'is', null)
      .where('name', '>=', wanted)
      .where('name', '<', `${wanted}!`)
      .select(['id', 'name']),
  );
  return nameApart(
    wanted,
    similar.flatMap(({ id, name }) => (except.has(id) ? [] : [name])),
  );
}

export function now(): string {
  return new Date().toISOString();
}
