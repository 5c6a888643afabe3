import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { AppError } from '@shared/errors';
import { requireSound } from '@shared/experiment/check';
import type { RunId } from '@shared/ids';
import { resumableStates } from '@shared/runs/run';
import type { TrainingParts } from '../../engineParts';
import type { RunMaterial } from '../../runs/rows/detail';
import { notResumable } from '../../runs/runErrors';
import { readClock } from '../../../trainer/checkpoints/checkpoint';
import { gearOf, type Work } from './gear';
import type { QueuedGroup, QueuedRun } from '../jobQueue';
import { requireDataset } from './startRun';

/** A run that can go on. */
interface Continuable extends Pick<RunMaterial, 'group' | 'compilation' | 'computing'> {
  readonly runId: RunId;
  /** Where its last checkpoint stands; null: it has none and starts anew. */
  readonly step: number | null;
  readonly work: Work;
}

/** A run that cannot go on, and why. */
export interface Refusal {
  readonly runId: RunId;
  readonly error: AppError;
}

/**
 * Queues runs that have ended early, to go on from their last checkpoints, or from the start where they have none; those
 * of one group go on as one. Metrics from after that point are removed, since they will be measured again.
 * @throws AppError and queues none of them: `notAllowedNow` for runs in other states; `badDataset` where the data has
 *   changed since; `badArgument` where the checkpoint is damaged
 */
export async function continueRuns(parts: TrainingParts, runIds: readonly RunId[]): Promise<void> {
  await goOn(parts, runIds, ({ error }) => {
    throw error;
  });
}

/** The same of all that can go on. @returns the others */
export async function continueWhatCan(parts: TrainingParts, runIds: readonly RunId[]): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  await goOn(parts, runIds, (refusal) => refused.push(refusal));
  return refused;
}

/** @param refuse hears of those that cannot; what it throws keeps all from it */
async function goOn(
  parts: TrainingParts,
  runIds: readonly RunId[],
  refuse: (refusal: Refusal) => void,
): Promise<void> {
  const { database, runs, records, queue, lease } = parts;
  const sound: Continuable[] = [];
  for (const runId of runIds) {
    const run = await soundToContinue(parts, runId).catch((thrown: unknown) => {
      refuse({ runId, error: AppError.from(thrown) });
    });
    if (run !== undefined) sound.push(run);
  }
  const taken = database.transaction(() =>
    sound.flatMap((run) => {
      const { runId, step } = run;
      try {
        const queued = asQueued(parts, run, sound);
        runs.requeue(runId, step, lease.name);
        return [queued];
      } catch (thrown) {
        refuse({ runId, error: AppError.from(thrown) });
        return [];
      }
    }),
  );
  for (const { runId } of taken) await records.keep(runId);
  if (taken.length > 0) queue.enqueue(...taken);
}

async function soundToContinue(parts: TrainingParts, runId: RunId): Promise<Continuable> {
  const { runs, workspace } = parts;
  const run = runs.summary(runId);
  if (!resumableStates.includes(run.state)) throw notResumable(run);
  await requireDataset(parts, runId);
  const { experiment, dataset, ...begun } = runs.material(runId);
  const { network } = requireSound(experiment, dataset);
  const checkpoint = workspace.checkpoint(runId, 'last');
  // The file knows better than the database: the engine may have died between its writing and the word of it.
  const step = existsSync(checkpoint) ? readClock(checkpoint).step : null;
  return { runId, step, work: { experiment, dataset, network }, ...begun };
}

/** It goes on the way it has begun: plainly, where it began before that was told. */
function asQueued(parts: TrainingParts, run: Continuable, all: readonly Continuable[]): QueuedRun {
  const { runId, step, work, compilation, computing } = run;
  const resume = step !== null;
  const begun = resume ? { compilation: compilation?.path ?? 'plain' } : {};
  const group = groupOf(parts, run, all);
  if (group === null) return { runId, resume, ...gearOf(work, begun) };
  const sideBySide = computing?.threads === 1;
  const computed = { ...begun, runs: group.experiments.length, sideBySide };
  return { runId, resume, group, ...gearOf(work, computed) };
}

/**
 * The next bits of a run depend on the runs that it was trained with; by itself it goes on where it never was. From its
 * start it ends in the same either way, and so is trained with the others where they start, too.
 */
function groupOf(
  { runs }: TrainingParts,
  { group, step, compilation }: Continuable,
  all: readonly Continuable[],
): QueuedGroup | null {
  if (group === null) return null;
  const members = all.filter((other) => other.group?.id === group.id);
  const startTogether = members.length > 1 && members.every((member) => member.step === null);
  if (step === null ? !startTogether : compilation?.together === undefined) return null;
  const sideBySide = Math.min(compilation?.sideBySide ?? 1, availableParallelism());
  return { ...group, experiments: runs.experimentsOfGroup(group.id), sideBySide };
}
