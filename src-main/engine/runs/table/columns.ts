import { sql, type RawBuilder } from 'kysely';
import type { RunFields } from '@shared/contract/runTable';
import type { FieldValue } from '@shared/runs/filter/evaluate';
import { fieldNames, type RunFact, type RunField } from '@shared/runs/filter/fields';
import { storedParameters, type Parameter } from '@shared/runs/parameters';
import { importedParameters } from '@shared/runs/imported/configuration';
import type { ImportedFacts } from '@shared/runs/imported/facts';
import type { Database } from '../database/database';
import { unknownSeed } from '../rows';
import type { RunsTable } from '../database/schema';

/** What a column has of a run. */
export type ValueOf = (id: string) => FieldValue;

const json = (path: string) => sql`json_extract(progress, ${path})`;

/** Where a run's row holds each fact; tags have a table of their own. */
const factColumns: Readonly<Record<Exclude<RunFact, 'tag'>, RawBuilder<unknown>>> = {
  id: sql.ref('id'),
  name: sql.ref('name'),
  state: sql.ref('state'),
  note: sql.ref('note'),
  pinned: sql.ref('pinned'),
  archived: sql.ref('archived'),
  createdAt: sql.ref('created_at'),
  finishedAt: sql.ref('finished_at'),
  seed: sql`CASE WHEN seed <> ${sql.lit(unknownSeed)} THEN seed END`,
  dataset: sql.ref('dataset_name'),
  datasetKind: sql.ref('dataset_kind'),
  parameterCount: sql`CASE WHEN imported IS NULL THEN parameter_count END`,
  epoch: json('$.epoch'),
  epochs: json('$.epochs'),
  step: json('$.step'),
  seconds: json('$.elapsedSeconds'),
  bestEpoch: sql.ref('best_epoch'),
};
const flags: readonly RunFact[] = ['pinned', 'archived'];

/**
 * The runs by columns: a column of all runs is one statement over what is narrow, so that thousands of runs are filtered
 * and sorted without reading a whole one. Experiments never change; what they set is kept once it was read.
 */
export class RunColumns {
  private readonly parameters = new Map<string, ReadonlyMap<string, Parameter>>();

  constructor(private readonly database: Database) {}

  /** Every path that an experiment of these runs sets. */
  parameterPaths(): ReadonlySet<string> {
    this.readExperiments();
    const paths = new Set<string>();
    for (const parameters of this.parameters.values()) for (const path of parameters.keys()) paths.add(path);
    return paths;
  }

  /** What there is to ask of the runs that are not in the bin. */
  fields(): RunFields {
    this.readExperiments();
    const { query } = this.database;
    const visible = this.database.all(query.selectFrom('runs').where('deleted_at', 'is', null).select('id'));
    const first = new Map<string, string>();
    const differing = new Set<string>();
    const holders = new Map<string, number>();
    for (const { id } of visible) {
      for (const [path, value] of this.parameters.get(id) ?? []) {
        const text = JSON.stringify(value);
        if ((first.get(path) ?? text) !== text) differing.add(path);
        first.set(path, text);
        holders.set(path, (holders.get(path) ?? 0) + 1);
      }
    }
    const differs = (path: string) => differing.has(path) || holders.get(path) !== visible.length;
    const tags = this.database.all(query.selectFrom('run_tags').select('tag').distinct().orderBy('tag'));
    return {
      names: fieldNames(new Set(first.keys())),
      parameters: [...first.keys()].sort().map((path) => ({ path, differs: differs(path) })),
      tags: tags.map(({ tag }) => tag),
    };
  }

  /** Runs that are known to be damaged have nothing to go by. */
  column(field: RunField): ValueOf {
    const valueOf = this.storedColumn(field);
    const { damagedRuns } = this.database;
    return damagedRuns.size === 0 ? valueOf : (id) => (damagedRuns.has(id) ? null : valueOf(id));
  }

  private storedColumn(field: RunField): ValueOf {
    switch (field.kind) {
      case 'fact':
        return field.path === 'tag' ? this.tags() : this.fact(field.path);
      case 'metric':
        return this.metric(field.metric);
      case 'parameter': {
        this.readExperiments();
        return (id) => plain(this.parameters.get(id)?.get(field.path));
      }
    }
  }

  private fact(fact: Exclude<RunFact, 'tag'>): ValueOf {
    const rows = this.database.all(
      this.database.query.selectFrom('runs').select(['id', factColumns[fact].as('value')]),
    );
    const isFlag = flags.includes(fact);
    const values = new Map(rows.map(({ id, value }) => [id, isFlag ? value === 1 : (value as FieldValue)]));
    return (id) => values.get(id) ?? null;
  }

  private metric({
    metric,
    split,
    moment,
  }: {
    metric: string;
    split: string;
    moment: 'last' | 'best';
  }): ValueOf {
    const rows = this.database.all(
      this.database.query
        .selectFrom('run_metrics')
        .where('metric', '=', metric)
        .where('split', '=', split)
        .select(['run_id', `${moment} as value`]),
    );
    const values = new Map(rows.map(({ run_id: id, value }) => [id, value]));
    return (id) => {
      const value = values.get(id) ?? null;
      return Number.isFinite(value) ? value : null;
    };
  }

  private tags(): ValueOf {
    const tags = new Map<string, string[]>();
    const rows = this.database.all(this.database.query.selectFrom('run_tags').selectAll().orderBy('tag'));
    for (const { run_id: id, tag } of rows) tags.set(id, [...(tags.get(id) ?? []), tag]);
    return (id) => tags.get(id) ?? [];
  }

  /** Of runs that have come since the last time. */
  private readExperiments(): void {
    const { query } = this.database;
    const ids = this.database.all(query.selectFrom('runs').select('id')).map(({ id }) => id);
    const lacking = ids.filter((id) => !this.parameters.has(id));
    if (lacking.length === 0) return;
    const rows = this.database.all(
      query
        .selectFrom('runs')
        .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify(lacking)}))`)
        .select(['id', 'experiment', 'imported']),
    );
    for (const { id, ...row } of rows) this.parameters.set(id, parametersIn(row));
  }
}

/** A damaged row sets nothing, and is shown as damaged where it is listed. */
function parametersIn({
  experiment,
  imported,
}: Pick<RunsTable, 'experiment' | 'imported'>): ReadonlyMap<string, Parameter> {
  try {
    return imported === null
      ? storedParameters(JSON.parse(experiment))
      : importedParameters(JSON.parse(imported) as ImportedFacts);
  } catch {
    return new Map();
  }
}

/** Lists are shown and compared as they are written. */
function plain(value: Parameter | undefined): FieldValue {
  if (value === undefined) return null;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
