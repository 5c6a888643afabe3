import { rmSync } from 'node:fs';
import type { RunId } from '@shared/ids';
import { activeStates, resumableStates } from '@shared/runs/run';
import { checkpointsOnDisk } from '../../runs/checkpointFiles';
import { bytesAt } from '../../safety/sizes';
import type { ClearableDefinition } from '../clearable';

/** The `last` checkpoint of each run that has ended for good and has a trained `best` one. */
export const last: ClearableDefinition = {
  kind: 'last',
  find({ database, runs, workspace }) {
    const ended = database.all(
      database.query
        .selectFrom('runs')
        .where('deleted_at', 'is', null)
        .where('state', 'not in', [...activeStates, ...resumableStates, 'imported'])
        .select('id'),
    );
    return ended.flatMap(({ id }) => {
      const runId = id as RunId;
      const { best, last } = checkpointsOnDisk(workspace.run(runId));
      if (best === undefined || best.step === 0 || last === undefined) return [];
      const path = workspace.checkpoint(runId, 'last');
      const remove = () => {
        // The row first: what it says is gone may still be there, and never the other way round.
        runs.clearCheckpoint(runId, 'last');
        rmSync(path, { force: true });
      };
      return [{ bytes: bytesAt(path), remove }];
    });
  },
};
