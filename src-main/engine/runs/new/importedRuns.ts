import { importedSeed } from '@shared/runs/imported/configuration';
import type { ImportedFacts, Tracker } from '@shared/runs/imported/facts';
import { nameSeries, type NamedSeries } from '@shared/runs/imported/series';
import type { RunId } from '@shared/ids';
import { findMetric } from '@shared/training/metrics/words';
import type { ForeignRun } from '../../trackers/tracker';
import { nextColor } from './colors';
import type { Database } from '../database/database';
import { newRunId } from '../ids';
import type { MetricStore } from '../metrics/metricStore';
import { freeName, now } from './newRun';
import { unknownSeed } from '../rows/stored';
import { labelRuns } from '../runLabels';

export interface ImportSource {
  readonly from: Tracker;
  readonly path: string;
}

/** Names are no longer than this. */
const longestName = 200;
const longestTag = 100;

/** Keeps runs that another program has trained, all of them or none. @returns their ids, in their order */
export function addImportedRuns(
  database: Database,
  metrics: MetricStore,
  foreign: readonly ForeignRun[],
  source: ImportSource,
): RunId[] {
  return database.transaction(() => foreign.map((run) => addImportedRun(database, metrics, run, source)));
}

function addImportedRun(
  database: Database,
  metrics: MetricStore,
  run: ForeignRun,
  source: ImportSource,
): RunId {
  const id = newRunId();
  const { series, remarks } = nameSeries(run.series, run.splits);
  const facts = factsOf(run, source, series, remarks);
  database.run(
    database.query.insertInto('runs').values({
      id,
      name: freeName(database, run.name.slice(0, longestName) || source.path),
      color: nextColor(database),
      ...rowOf(run, facts),
    }),
  );
  for (const each of series) metrics.addWhole(id, { split: each.split, name: each.name }, each);
  addFigures(database, id, series);
  const addTags = (run.tags ?? []).map((tag) => tag.trim().slice(0, longestTag)).filter(Boolean);
  labelRuns(database, [id], { addTags });
  return id;
}

function factsOf(
  run: ForeignRun,
  { from, path }: ImportSource,
  series: readonly NamedSeries[],
  remarks: readonly string[],
): ImportedFacts {
  return {
    from,
    source: path,
    originalName: run.name,
    status: run.status ?? null,
    parameters: { ...run.parameters },
    tags: Object.fromEntries(series.map(({ split, name, tag }) => [`${split}.${name}`, tag])),
    remarks: [...run.remarks, ...remarks],
  };
}

function rowOf(run: ForeignRun, facts: ImportedFacts) {
  const timeOf = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? null : isoTime(seconds);
  return {
    state: 'imported',
    note: (run.note ?? '').slice(0, 100_000),
    created_at: now(),
    started_at: timeOf(run.started),
    finished_at: timeOf(run.finished),
    dataset_kind: '',
    dataset_name: '',
    dataset_hash: '',
    parameter_count: 0,
    seed: importedSeed(facts.parameters) ?? unknownSeed,
    pinned: 0,
    archived: 0,
    checkpoints: '{}',
    versions: '{}',
    dataset: '{}',
    experiment: '{}',
    imported: JSON.stringify(facts),
  } as const;
}

/** Null for what is no time that a date can have. */
function isoTime(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The last value of each metric of ours; what its best epoch was, another program does not say. */
function addFigures(database: Database, runId: RunId, series: readonly NamedSeries[]): void {
  const rows = series.flatMap(({ split, name, values }) => {
    const last = values.at(-1);
    return findMetric(name) === undefined || last === undefined || Number.isNaN(last)
      ? []
      : [{ run_id: runId, metric: name, split, last }];
  });
  if (rows.length > 0) database.run(database.query.insertInto('run_metrics').values(rows));
}
