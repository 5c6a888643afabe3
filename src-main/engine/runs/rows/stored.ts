import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { remedyOfSchema, type RemedyOf } from '@shared/runs/remedyOf';
import type { CheckpointName, RunState } from '@shared/runs/run';
import { importedFactsSchema, type ImportedFacts } from '@shared/runs/imported/facts';
import { importedRun } from '@shared/runs/imported/trained';
import type { EarlierVersions, Versions } from '@shared/runs/versions/versions';
import type { CompilationFacts } from '@shared/training/computing/compilation';
import type { CheckpointFacts } from '../../../trainer/checkpoints/checkpoint';
import type { RunsTable } from '../database/schema';
import { storedExperiment } from '../database/storedExperiment';

/** A whole row, and whether it is as it was written. */
export type CheckedRow = RunsTable & { readonly whole: number };

/** What is known of the checkpoints that were written; what was measured of their weights, not in rows of early versions. */
export type Checkpoints = Partial<
  Record<CheckpointName, Omit<CheckpointFacts, 'metrics'> & Partial<Pick<CheckpointFacts, 'metrics'>>>
>;

/** As the column holds them; rows of early versions tell neither. */
type StoredVersions = Omit<Versions, 'computing'> &
  Partial<Pick<Versions, 'computing'> & { readonly earlier: EarlierVersions[] }>;

export function requireWhole({ id, whole }: { readonly id: string; readonly whole: number }): void {
  if (whole !== 1) throw damagedRow(id, new Error('its checksum is another'));
}

export function damagedRow(runId: string, cause: unknown): AppError {
  return new AppError('workspaceDamaged', 'The run’s row in the workspace database is damaged.', {
    where: runId,
    remedy:
      '"layerlab workspace restore" brings back a backup; the other runs, and the weights in this run’s folder, are not touched.',
    cause,
  });
}

/** What stands for the seed of an imported run, whose column cannot be null: seeds are not negative. */
export const unknownSeed = -1;

export const isImported = ({ state }: Pick<RunsTable, 'state'>) => state === ('imported' satisfies RunState);

/** @throws AppError where the row is damaged */
export function importedIn(row: RunsTable): ImportedFacts {
  try {
    return importedFactsSchema.parse(JSON.parse(row.imported ?? 'null'));
  } catch (cause) {
    throw damagedRow(row.id, cause);
  }
}

/** What a run is trained with, and was before. @throws AppError where the row is damaged */
export function versionsIn(row: RunsTable): Versions & { readonly earlier: EarlierVersions[] } {
  const stored = parseColumn<StoredVersions>(row, 'versions');
  return { ...stored, computing: stored.computing ?? null, earlier: stored.earlier ?? [] };
}

/** Null for a run that is no remedy, and where the column cannot be read. */
export function remedyIn({ remedy_of: stored }: RunsTable): RemedyOf | null {
  if (stored === null) return null;
  try {
    return remedyOfSchema.parse(JSON.parse(stored));
  } catch {
    return null;
  }
}

/** How a run's steps are run, and whether that is still being made ready. */
export type RecordedCompilation = CompilationFacts & { readonly underWay?: boolean };

/** Null before it was decided. */
export function compilationIn({ compilation }: Pick<RunsTable, 'compilation'>): CompilationFacts | null {
  const recorded = readCompilation(compilation);
  if (recorded === null) return null;
  const { underWay: _underWay, ...facts } = recorded;
  return facts;
}

export function readCompilation(compilation: string | null): RecordedCompilation | null {
  return compilation === null ? null : (JSON.parse(compilation) as RecordedCompilation);
}

/**
 * The experiment as the newest version has it, whichever wrote the row.
 * @throws AppError where the row is damaged, `notAllowedNow` for an imported run, which has none
 */
export function experimentOf(row: CheckedRow): Experiment {
  requireWhole(row);
  if (row.imported !== null) throw importedRun(row.id, importedIn(row));
  const stored = parseColumn<unknown>(row, 'experiment');
  try {
    return storedExperiment(stored);
  } catch (cause) {
    throw damagedRow(row.id, cause);
  }
}

/** What is stored as JSON in one column. @throws AppError where the row is damaged */
export function parseColumn<Value>(
  row: RunsTable,
  column: 'experiment' | 'versions' | 'dataset' | 'checkpoints',
): Value {
  try {
    return JSON.parse(row[column]) as Value;
  } catch (cause) {
    throw damagedRow(row.id, cause);
  }
}
