import type { Checkpoint, CheckpointName, ClearedCheckpoint } from '@shared/runs/run';
import { checkpointNames } from '@shared/runs/run';
import type { CheckpointFacts } from '../../trainer/checkpoints/checkpoint';
import type { RunsTable } from './database/schema';

/** As the column holds them: what was known of each checkpoint when it was cleared. */
type StoredCleared = Partial<Record<CheckpointName, CheckpointFacts & { readonly clearedAt: string }>>;

export function storedCleared({ cleared }: Pick<RunsTable, 'cleared'>): StoredCleared {
  return cleared === null ? {} : (JSON.parse(cleared) as StoredCleared);
}

/** The checkpoints of a run that were cleared to free space. */
export function clearedIn(row: Pick<RunsTable, 'cleared'>): ClearedCheckpoint[] {
  const stored = storedCleared(row);
  return checkpointNames.flatMap((name) => {
    const facts = stored[name];
    if (facts === undefined) return [];
    const { step, epoch, metrics, clearedAt } = facts;
    return [{ name, step, epoch, metrics, clearedAt }];
  });
}

/** Those that are gone: a file of the name may have been brought back from a copy. */
export function stillCleared(
  cleared: readonly ClearedCheckpoint[],
  there: readonly Checkpoint[],
): ClearedCheckpoint[] {
  return cleared.filter(({ name }) => !there.some((checkpoint) => checkpoint.name === name));
}
