import { activeStates } from '@shared/runs/run';
import type { RunId } from '@shared/ids';
import { fileToClear, unusedIn, type ClearableDefinition } from '../clearable';

/** Models of checkpoints that are made when a run is asked directly, and what an export or a write that was broken off left. */
const made = /^(best|last|loss)\.(onnx|[0-9a-f]{12}\.onnx\.data)$|^export-|\.part$/;

export const copies: ClearableDefinition = {
  kind: 'copies',
  find({ database, workspace }) {
    const ended = database.all(
      database.query
        .selectFrom('runs')
        .where('state', 'not in', [...activeStates])
        .select('id'),
    );
    return ended.flatMap(({ id }) =>
      unusedIn(workspace.run(id as RunId))
        .filter(({ name }) => made.test(name))
        .map(({ path }) => fileToClear(path)),
    );
  },
};
