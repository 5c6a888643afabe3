import { binDays, type BinEntry } from '@shared/contract/workspace/clearing';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { activeStates } from '@shared/runs/run';
import type { SweepId } from '@shared/runs/sweeps/sweep';
import type { EngineParts } from '../engineParts';
import { now } from '../runs/new/newRun';
import { bytesAt } from '../safety/sizes';

type BinParts = Pick<EngineParts, 'database' | 'runs' | 'sweeps' | 'workspace' | 'broadcaster'>;

const day = 24 * 60 * 60 * 1000;

/**
 * Puts runs into the bin, out of every list. @returns those that were not in it yet: to delete twice is no mistake
 * @throws AppError `notAllowedNow` for one that trains or waits to
 */
export function putRunsIntoBin(parts: BinParts, runIds: readonly RunId[], time = now()): RunId[] {
  for (const runId of runIds) refuseActive(parts, runId);
  return told(parts, parts.runs.delete(runIds, time));
}

/** @returns those that were in it */
export function takeRunsOut({ runs, broadcaster }: BinParts, runIds: readonly RunId[]): RunId[] {
  const restored = runs.restore(runIds);
  for (const runId of restored) broadcaster.runChanged(runs.summary(runId));
  return restored;
}

/**
 * Puts a sweep into the bin; its runs stay where they are, or go with it.
 * @returns the runs that went
 * @throws AppError `notAllowedNow` while it is under way
 */
export function putSweepIntoBin(parts: BinParts, sweepId: SweepId, withRuns: boolean): RunId[] {
  const time = now();
  const runIds = withRuns ? runsOfSweep(parts, sweepId) : [];
  for (const runId of runIds) refuseActive(parts, runId);
  const deleted = parts.database.transaction(() => {
    parts.sweeps.delete(sweepId, time);
    return parts.runs.delete(runIds, time);
  });
  return told(parts, deleted);
}

/** Takes a sweep out of the bin, and the runs that went into it with the sweep. @returns those runs */
export function takeSweepOut(parts: BinParts, sweepId: SweepId): RunId[] {
  const { database, sweeps } = parts;
  const deletedAt = sweeps.restore(sweepId);
  if (deletedAt === null) return [];
  const together = database.all(
    database.query
      .selectFrom('runs')
      .where('deleted_at', '=', deletedAt)
      .where('id', 'in', runsOfSweep(parts, sweepId))
      .select('id'),
  );
  return takeRunsOut(
    parts,
    together.map(({ id }) => id as RunId),
  );
}

function told({ broadcaster }: BinParts, deleted: RunId[]): RunId[] {
  for (const runId of deleted) broadcaster.runDeleted(runId);
  return deleted;
}

/** What is in the bin, the latest first, with what it takes on the disk. */
export function listBin({ database, workspace }: Pick<BinParts, 'database' | 'workspace'>): BinEntry[] {
  return namesInBin(database).map((entry) => ({
    ...entry,
    bytes: entry.kind === 'run' ? bytesAt(workspace.run(entry.id as RunId)) : 0,
  }));
}

/** The same without a look at the disk. */
export function namesInBin(database: BinParts['database']): Omit<BinEntry, 'bytes'>[] {
  const inBin = (table: 'runs' | 'sweeps') =>
    database.all(
      database.query
        .selectFrom(table)
        .where('deleted_at', 'is not', null)
        .select(['id', 'name', 'deleted_at']),
    );
  const entry = (
    kind: BinEntry['kind'],
    { id, name, deleted_at: deletedAt }: ReturnType<typeof inBin>[0],
  ) => ({
    kind,
    id,
    name,
    deletedAt: deletedAt ?? now(),
    removedFrom: new Date(Date.parse(deletedAt ?? now()) + binDays * day).toISOString(),
  });
  return [
    ...inBin('runs').map((row) => entry('run', row)),
    ...inBin('sweeps').map((row) => entry('sweep', row)),
  ].sort((a, b) => b.deletedAt.localeCompare(a.deletedAt));
}

function runsOfSweep({ database }: Pick<BinParts, 'database'>, sweepId: SweepId): RunId[] {
  const rows = database.all(
    database.query
      .selectFrom('sweep_runs')
      .innerJoin('runs', 'runs.id', 'sweep_runs.run_id')
      .where('sweep_id', '=', sweepId)
      .select('runs.id'),
  );
  return rows.map(({ id }) => id as RunId);
}

function refuseActive({ runs }: BinParts, runId: RunId): void {
  const { state, name } = runs.stateOf(runId);
  if (!(activeStates as readonly string[]).includes(state)) return;
  throw new AppError('notAllowedNow', `The run "${name}" is ${state} and cannot be deleted.`, {
    where: runId,
    remedy: 'Stop it first.',
  });
}
