import { readdirSync } from 'node:fs';
import { AppError, type AppErrorData } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { activeStates, progressSchema, resumableStates } from '@shared/runs/run';
import type { Database } from '../runs/database/database';
import type { Workspace } from '../workspace';
import { readRecord } from './record';

/** A run of which its folder knows more than the database. */
export interface Stray {
  readonly runId: RunId;
  /** What its folder calls it; null where that cannot be read. */
  readonly name: string | null;
  /** The database knows the run, and less of it than its folder. */
  readonly isListed: boolean;
  /** Why it cannot be taken up; null where it can. */
  readonly obstacle: AppErrorData | null;
}

/** As ids are made: other folders are nobody's. */
const runFolder = /^[0-9a-hjkmnp-tv-z]{8}-[0-9a-hjkmnp-tv-z]{4}$/;

/** The runs whose folders know more than the database does, but for those that were deleted for good. */
export function findStrays(workspace: Workspace, database: Database): Stray[] {
  const rows = database.all(database.query.selectFrom('runs').select(['id', 'state', 'progress']));
  const known = new Map<string, KnownRow>(rows.map((row) => [row.id, row]));
  const removed = new Set(
    database.all(database.query.selectFrom('removed_runs').select('id')).map(({ id }) => id),
  );
  const strays: Stray[] = [];
  for (const name of readdirSync(workspace.runs)) {
    if (!runFolder.test(name) || removed.has(name)) continue;
    const runId = name as RunId;
    const row = known.get(name);
    if (row === undefined) strays.push(lookAt(workspace, runId));
    else if (isBehind(workspace, runId, row)) strays.push({ ...lookAt(workspace, runId), isListed: true });
  }
  return strays;
}

interface KnownRow {
  readonly state: string;
  readonly progress: string | null;
}

function lookAt(workspace: Workspace, runId: RunId): Stray {
  try {
    const { run } = readRecord(workspace, runId);
    return { runId, name: run.name, isListed: false, obstacle: null };
  } catch (thrown) {
    return { runId, name: null, isListed: false, obstacle: AppError.from(thrown).toData() };
  }
}

/**
 * Whether a row was lost that told of a run's end: it is written before the folder's record is, and a run that goes on
 * gets a new record.
 */
function isBehind(workspace: Workspace, runId: RunId, { state, progress }: KnownRow): boolean {
  if (!(resumableStates as readonly string[]).includes(state)) return false;
  try {
    const { run } = readRecord(workspace, runId);
    if (activeStates.includes(run.state)) return false;
    if (!resumableStates.includes(run.state)) return true;
    return (run.progress?.step ?? 0) > stepOf(progress);
  } catch {
    return false;
  }
}

function stepOf(progress: string | null): number {
  return progress === null ? 0 : progressSchema.parse(JSON.parse(progress)).step;
}
