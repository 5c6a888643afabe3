import { sql, type RawBuilder } from 'kysely';
import type { RunFields } from '@shared/contract/runs/runTable';
import type { FieldValue } from '@shared/runs/filter/evaluate';
import { fieldNames, type RunFact, type RunField } from '@shared/runs/filter/fields';
import { metricNames, metricPath, type MetricName } from '@shared/runs/metricNames';
import { ColumnMemory } from '../database/columnMemory';
import type { Database } from '../database/database';
import { RunSummaries } from '../rows/runSummaries';
import { unknownSeed } from '../rows/stored';
import { RunConfigurations } from './configurations';
import { RunSettings } from './settings';
import { isAmong } from './storedRuns';

/** What a column has of a run. */
export type ValueOf = (id: string) => FieldValue;

const json = (path: string) => sql`json_extract(progress, ${path})`;

/** Facts that a run's row holds; tags have a table of their own, and configurations are worked out. */
type StoredFact = Exclude<RunFact, 'tag' | 'configuration'>;

/** Where it holds each. */
const factColumns: Readonly<Record<StoredFact, RawBuilder<unknown>>> = {
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
 * and sorted without reading a whole one.
 */
export class RunColumns {
  /** The runs themselves, as lists tell of them. */
  readonly summaries: RunSummaries;
  private readonly columns = new Map<string, ColumnMemory<FieldValue>>();
  private readonly settings: RunSettings;
  private readonly configurations: RunConfigurations;

  constructor(private readonly database: Database) {
    this.summaries = new RunSummaries(database);
    this.settings = new RunSettings(database);
    this.configurations = new RunConfigurations(database);
  }

  /** Every path that an experiment of these runs sets. */
  parameterPaths(): ReadonlySet<string> {
    return this.settings.allPaths();
  }

  /** What there is to ask of the runs that are not in the bin. */
  fields(): RunFields {
    this.settings.read();
    const { query } = this.database;
    const visible = this.database.all(query.selectFrom('runs').where('deleted_at', 'is', null).select('id'));
    const first = new Map<string, FieldValue>();
    const differing = new Set<string>();
    const holders = new Map<string, number>();
    for (const { id } of visible) {
      const { places, values } = this.settings.of(id);
      for (const [path, place] of places) {
        const value = values[place] ?? null;
        if (!first.has(path)) first.set(path, value);
        else if (first.get(path) !== value) differing.add(path);
        holders.set(path, (holders.get(path) ?? 0) + 1);
      }
    }
    const differs = (path: string) => differing.has(path) || holders.get(path) !== visible.length;
    const tags = this.database.all(query.selectFrom('run_tags').select('tag').distinct().orderBy('tag'));
    return {
      names: fieldNames(new Set(first.keys())),
      parameters: [...first.keys()].sort().map((path) => ({ path, differs: differs(path) })),
      metrics: measuredMetrics(this.database),
      tags: tags.map(({ tag }) => tag),
    };
  }

  /**
   * Runs that are known to be damaged have nothing to go by.
   * @param among the runs that will be asked for, where they are few
   */
  column(field: RunField, among?: readonly string[]): ValueOf {
    const valueOf = this.storedColumn(field, among);
    const { damagedRuns } = this.database;
    return damagedRuns.size === 0 ? valueOf : (id) => (damagedRuns.has(id) ? null : valueOf(id));
  }

  private storedColumn(field: RunField, among: readonly string[] | undefined): ValueOf {
    switch (field.kind) {
      case 'fact':
        if (field.path === 'tag') return this.tags(among);
        return field.path === 'configuration' ? this.configurations.column() : this.fact(field.path, among);
      case 'metric':
        return this.metric(field.metric, among);
      case 'parameter': {
        this.settings.read();
        return (id) => this.settings.value(id, field.path);
      }
    }
  }

  private fact(fact: StoredFact, among: readonly string[] | undefined): ValueOf {
    const isFlag = flags.includes(fact);
    return this.remembered(`fact ${fact}`, among, (some) => {
      const rows = this.database.all(
        this.database.query
          .selectFrom('runs')
          .where(isAmong('id', some))
          .select(['id', factColumns[fact].as('value')]),
      );
      return rows.map(({ id, value }) => [id, isFlag ? value === 1 : (value as FieldValue)] as const);
    });
  }

  private metric(name: MetricName, among: readonly string[] | undefined): ValueOf {
    const { metric, split, moment } = name;
    return this.remembered(`metric ${metricPath(name)}`, among, (some) => {
      const rows = this.database.all(
        this.database.query
          .selectFrom('run_metrics')
          .where('metric', '=', metric)
          .where('split', '=', split)
          .where(isAmong('run_id', some))
          .select(['run_id', `${moment} as value`]),
      );
      return rows.map(({ run_id: id, value }) => [id, Number.isFinite(value) ? value : null] as const);
    });
  }

  private tags(among: readonly string[] | undefined): ValueOf {
    return this.remembered(
      'tags',
      among,
      (some) => {
        const tags = new Map<string, string[]>();
        const rows = this.database.all(
          this.database.query
            .selectFrom('run_tags')
            .where(isAmong('run_id', some))
            .selectAll()
            .orderBy('tag'),
        );
        for (const { run_id: id, tag } of rows) tags.set(id, [...(tags.get(id) ?? []), tag]);
        return tags;
      },
      [],
    );
  }

  /** Of a few runs only those are read, unless all are known already. */
  private remembered(
    name: string,
    among: readonly string[] | undefined,
    read: (some?: readonly string[]) => Iterable<readonly [string, FieldValue]>,
    otherwise: FieldValue = null,
  ): ValueOf {
    let column = this.columns.get(name);
    if (column === undefined && among === undefined) {
      column = new ColumnMemory(this.database, read);
      this.columns.set(name, column);
    }
    const values = column?.all() ?? new Map(read(among));
    return (id) => values.get(id) ?? otherwise;
  }
}

/** The figures that runs have, as one writes them. */
function measuredMetrics(database: Database): string[] {
  const measured = database.all(
    database.query
      .selectFrom('run_metrics')
      .select(['metric', 'split'])
      .select(({ fn }) => [fn.count<number>('last').as('last'), fn.count<number>('best').as('best')])
      .groupBy(['metric', 'split']),
  );
  const counts = new Map(measured.map((row) => [`${row.split}.${row.metric}`, row]));
  return metricNames
    .filter(({ metric, split, moment }) => (counts.get(`${split}.${metric}`)?.[moment] ?? 0) > 0)
    .map(metricPath);
}
