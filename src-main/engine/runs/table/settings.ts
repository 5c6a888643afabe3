import type { FieldValue } from '@shared/runs/filter/evaluate';
import { importedParameters } from '@shared/runs/imported/configuration';
import type { ImportedFacts } from '@shared/runs/imported/facts';
import { storedParameters, type Parameter } from '@shared/runs/configuration/parameters';
import { sql } from 'kysely';
import type { Database } from '../database/database';
import { wholeRow } from '../database/wholeRow';
import { isAmong, unknownRuns, type StoredRun } from './storedRuns';

/** What one run sets: where each path stands among its values. */
interface Settings {
  readonly places: ReadonlyMap<string, number>;
  readonly values: readonly FieldValue[];
}

const none: Settings = { places: new Map(), values: [] };

/**
 * What runs set, by paths. It is read from narrow rows of its own, since experiments are long; of runs that have none yet
 * it is taken from their experiments, which never change, and written down for the next time.
 */
export class RunSettings {
  private readonly known = new Map<string, Settings>();
  private readonly paths = new Set<string>();
  /** By the id of their row. */
  private readonly placesOf = new Map<number, ReadonlyMap<string, number>>();

  /** Up to which change of the runs it was read. */
  private version = 0;

  constructor(private readonly database: Database) {}

  /** Every path that a run sets, of all runs or of those in the bin as well. */
  allPaths(): ReadonlySet<string> {
    this.read();
    return this.paths;
  }

  of(id: string): Settings {
    return this.known.get(id) ?? none;
  }

  value(id: string, path: string): FieldValue {
    const { places, values } = this.of(id);
    const place = places.get(path);
    return place === undefined ? null : (values[place] ?? null);
  }

  /** Runs that have come since the last time. */
  read(): void {
    const { query, changes } = this.database;
    const now = changes.now();
    const changed = changes.since(this.version);
    const ids = changed ?? this.database.all(query.selectFrom('runs').select('id')).map(({ id }) => id);
    const unknown = ids.filter((id) => !this.known.has(id));
    this.version = now;
    if (unknown.length === 0) return;
    this.readPaths();
    const rows = this.database.all(
      query
        .selectFrom('run_settings')
        .where(isAmong('run_id', unknown))
        .select(['run_id', 'paths', 'values']),
    );
    for (const { run_id: id, paths, values } of rows) {
      const places = this.placesOf.get(paths);
      if (places !== undefined) this.known.set(id, { places, values: JSON.parse(values) as FieldValue[] });
    }
    this.takeFromExperiments();
  }

  private readPaths(): void {
    for (const { id, paths } of this.database.all(
      this.database.query
        .selectFrom('setting_paths')
        .where(sql<boolean>`${wholeRow('setting_paths')}`)
        .select(['id', 'paths']),
    )) {
      if (!this.placesOf.has(id)) this.rememberPaths(id, JSON.parse(paths) as string[]);
    }
  }

  private rememberPaths(id: number, paths: readonly string[]): ReadonlyMap<string, number> {
    const places = new Map(paths.map((path, place) => [path, place]));
    this.placesOf.set(id, places);
    for (const path of paths) this.paths.add(path);
    return places;
  }

  private takeFromExperiments(): void {
    const lacking = unknownRuns(this.database, this.known);
    if (lacking.length === 0) return;
    this.database.transaction(() => {
      for (const run of lacking) this.known.set(run.id, this.take(run));
    });
  }

  /** A damaged row sets nothing, and is shown as damaged where it is listed. */
  private take(run: StoredRun): Settings {
    if (this.database.damagedRuns.has(run.id)) return none;
    try {
      const { id, paths, values } = keepSettings(this.database, run);
      return { places: this.placesOf.get(id) ?? this.rememberPaths(id, paths), values };
    } catch {
      return none;
    }
  }
}

/** Writes down what a run sets, where that is not known yet. @throws where its experiment cannot be read */
export function keepSettings(database: Database, run: StoredRun) {
  const parameters = parametersIn(run);
  const [paths, values] = [[...parameters.keys()], [...parameters.values()].map(plain)];
  const id = idOfPaths(database, JSON.stringify(paths));
  database.run(
    database.query
      .insertInto('run_settings')
      .values({ run_id: run.id, paths: id, values: JSON.stringify(values) })
      .onConflict((conflict) => conflict.doNothing()),
  );
  return { id, paths, values };
}

function idOfPaths(database: Database, paths: string): number {
  const { query } = database;
  const known = () =>
    database.get(query.selectFrom('setting_paths').where('paths', '=', paths).select('id'))?.id;
  const before = known();
  if (before !== undefined) return before;
  database.run(query.insertInto('setting_paths').values({ paths }));
  return known() ?? 0;
}

function parametersIn({ experiment, imported }: StoredRun): ReadonlyMap<string, Parameter> {
  return imported === null
    ? storedParameters(JSON.parse(experiment))
    : importedParameters(JSON.parse(imported) as ImportedFacts);
}

/** Lists are shown and compared as they are written. */
function plain(value: Parameter): FieldValue {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
