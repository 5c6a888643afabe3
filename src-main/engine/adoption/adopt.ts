import type { Adopted } from '@shared/contract/workspace/workspace';
import { AppError, type AppErrorData } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { activeStates, noMetrics, type CheckpointName, type RunState } from '@shared/runs/run';
import { verifyCheckpoint } from '../../trainer/checkpoints/checkpoint';
import type { EngineParts } from '../engineParts';
import { checkpointsOnDisk } from '../runs/checkpointFiles';
import type { Database } from '../runs/database/database';
import { decodeChunk } from '../runs/metrics/metricChunk';
import { writeBaselines, writeMetrics } from '../runs/metrics/runMetrics';
import { freeName } from '../runs/new/newRun';
import type { Checkpoints } from '../runs/rows/stored';
import { labelRuns } from '../runs/runLabels';
import { forgetLostJournal } from '../safety/lostJournal';
import type { Workspace } from '../workspace';
import { readRecord, type RunRecord } from './record';
import { findStrays } from './strays';

type Parts = Pick<EngineParts, 'database' | 'runs' | 'metrics' | 'workspace' | 'broadcaster'>;

/**
 * Takes up runs of which their folders know more than the database: those that are named, or all there are. What cannot be
 * verified is not told of them. Where all are, nothing more is said of a journal that was lost.
 */
export function adoptRuns(parts: Parts, runIds: readonly RunId[] | null): Adopted {
  const strays = findStrays(parts.workspace, parts.database);
  const adopted: Adopted = { runs: [], refused: [] };
  for (const runId of runIds ?? strays.map((stray) => stray.runId)) {
    try {
      if (!strays.some((stray) => stray.runId === runId)) throw nothingToAdopt(runId);
      adopted.runs.push(adopt(parts, runId));
    } catch (thrown) {
      adopted.refused.push({ runId, error: AppError.from(thrown).toData() });
    }
  }
  if (runIds === null) forgetLostJournal(parts.workspace);
  return adopted;
}

function adopt(parts: Parts, runId: RunId): Adopted['runs'][number] {
  const { database, runs, metrics, workspace, broadcaster } = parts;
  const record = readRecord(workspace, runId);
  for (const chunk of record.curves) decodeChunk(chunk);
  const isOfEnd = !activeStates.includes(record.run.state);
  const checkpoints = wholeCheckpoints(workspace, runId);
  database.transaction(() => {
    writeRow(database, record, checkpoints, isOfEnd);
    metrics.replaceChunks(runId, record.curves);
    writeMetrics(database, runId, isOfEnd ? record.run.metrics : noMetrics);
    writeBaselines(database, runId, record.run);
    labelRuns(database, [runId], { addTags: record.run.tags });
  });
  const run = runs.summary(runId);
  broadcaster.runChanged(run);
  return { run, withCurves: isOfEnd };
}

/** Those whose weights are the ones that were written. */
function wholeCheckpoints(workspace: Workspace, runId: RunId): Checkpoints {
  const found = Object.entries(checkpointsOnDisk(workspace.run(runId)));
  return Object.fromEntries(
    found.filter(([name]) => isWhole(workspace.checkpoint(runId, name as CheckpointName))),
  );
}

function isWhole(path: string): boolean {
  try {
    verifyCheckpoint(path);
    return true;
  } catch {
    return false;
  }
}

/** The run's row anew, or in the place of one that knows less. */
function writeRow(
  database: Database,
  { run, dataset, group }: RunRecord,
  checkpoints: Checkpoints,
  isOfEnd: boolean,
): void {
  const { query } = database;
  const known = database.get(query.selectFrom('runs').where('id', '=', run.id).select('name'));
  const state: RunState = isOfEnd ? run.state : 'interrupted';
  const error = isOfEnd ? run.error : figuresLost();
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const row = {
    name: known?.name ?? freeName(database, run.name),
    state,
    color: run.color,
    note: run.note,
    created_at: run.createdAt,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    owner: null,
    dataset_kind: run.datasetKind,
    dataset_name: run.datasetName,
    dataset_hash: dataset.hash,
    parameter_count: run.parameterCount ?? 0,
    seed: run.seed ?? 0,
    pinned: Number(run.pinned),
    archived: Number(run.archived),
    group_id: group?.id ?? null,
    group_place: group?.place ?? null,
    best_epoch: isOfEnd ? run.metrics.bestEpoch : null,
    weights_hash: checkpoints.last?.weightsHash ?? run.weightsHash,
    progress: isOfEnd ? json(run.progress) : null,
    compilation: json(run.compilation),
    remedy_of: json(run.remedyOf),
    error: json(error),
    checkpoints: JSON.stringify(checkpoints),
    versions: JSON.stringify({ ...run.versions, earlier: run.earlierVersions }),
    dataset: JSON.stringify(dataset),
    experiment: JSON.stringify(run.experiment),
  };
  database.run(
    query
      .insertInto('runs')
      .values({ id: run.id, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row)),
  );
}

function figuresLost(): AppErrorData {
  return new AppError(
    'workspaceDamaged',
    'The database had lost the run, which was taken up from its folder: its figures and curves so far are gone.',
    { remedy: 'Continue it: it goes on from its last checkpoint.' },
  ).toData();
}

function nothingToAdopt(runId: RunId): AppError {
  return new AppError('notFound', 'There is no folder that knows more of this run than the database.', {
    where: runId,
    remedy: '"layerlab workspace check" names those that do.',
  });
}
