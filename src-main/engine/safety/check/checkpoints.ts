import { existsSync } from 'node:fs';
import { AppError } from '@shared/errors';
import { activeStates, checkpointNames, type CheckpointName } from '@shared/runs/run';
import type { RunId } from '@shared/ids';
import type { WorkspaceProblem } from '@shared/contract/workspace/workspace';
import { verifyCheckpoint } from '../../../trainer/checkpoints/checkpoint';
import type { Checkpoints } from '../../runs/rows/stored';
import { problem, type CheckResult, type CheckSubject } from './subject';

/** Every checkpoint that a run's row names is there, and holds the weights that it was written with. */
export function checkCheckpoints(subject: CheckSubject): CheckResult {
  const { database, damaged } = subject;
  const unreadable = new Set(damaged.flatMap(({ table, runId }) => (table === 'runs' ? (runId ?? []) : [])));
  const rows = database.all(
    database.query
      .selectFrom('runs')
      .where('deleted_at', 'is', null)
      .select(['id', 'name', 'state', 'checkpoints']),
  );
  const found = rows.flatMap(({ id, name, state, checkpoints }) => {
    const isBeingWritten = (activeStates as readonly string[]).includes(state);
    if (unreadable.has(id) || isBeingWritten) return [];
    const told = namesIn(checkpoints);
    return told.map((checkpoint) => checkOne(subject, { id: id as RunId, name }, checkpoint));
  });
  return { problems: found.flat(), count: found.length };
}

function checkOne(
  { workspace }: CheckSubject,
  run: { id: RunId; name: string },
  checkpoint: CheckpointName,
): WorkspaceProblem[] {
  const where = workspace.checkpoint(run.id, checkpoint);
  const about = { runId: run.id, where };
  if (!existsSync(where)) {
    return [
      problem('checkpointLost', {
        ...about,
        message: `The checkpoint "${checkpoint}" of the run "${run.name}" is not there.`,
        remedy: 'Bring the file back from a copy of the folder, or train the run again.',
      }),
    ];
  }
  try {
    verifyCheckpoint(where);
    return [];
  } catch (thrown) {
    const { message } = AppError.from(thrown);
    return [
      problem('checkpointDamaged', {
        ...about,
        message: `The checkpoint "${checkpoint}" of the run "${run.name}" is not as it was written: ${message}.`,
        remedy: 'Bring the file back from a copy of the folder, or train the run again.',
      }),
    ];
  }
}

/** Rows that cannot be parsed are told elsewhere. */
function namesIn(checkpoints: string): CheckpointName[] {
  try {
    const facts = JSON.parse(checkpoints) as Checkpoints;
    return checkpointNames.filter((name) => facts[name] !== undefined);
  } catch {
    return [];
  }
}
