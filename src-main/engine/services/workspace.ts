import { AppError } from '@shared/errors';
import { adoptRuns } from '../adoption/adopt';
import { clear, surveyClearable } from '../clearing';
import { listBin } from '../clearing/bin';
import type { EngineParts } from '../engineParts';
import { backUp } from '../safety/backups';
import { stateOf } from '../safety/state';
import { checkWorkspace } from '../safety/check';
import type { ServiceBase } from './base';

export function workspaceService(base: ServiceBase, parts: EngineParts) {
  const { workspace, database } = parts;
  return {
    state: base.workspace.state.handler(() =>
      stateOf(workspace, { damage: null, damagedRuns: [...database.damagedRuns] }),
    ),
    check: base.workspace.check.handler(() => checkWorkspace(workspace)),
    backUp: base.workspace.backUp.handler(() => backUp(workspace, database)),
    adopt: base.workspace.adopt.handler(({ input }) => adoptRuns(parts, input.runIds)),
    bin: base.workspace.bin.handler(() => listBin(parts)),
    clearable: base.workspace.clearable.handler(() => surveyClearable(parts)),
    clear: base.workspace.clear.handler(({ input }) => clear(parts, input.kinds)),
    restore: base.workspace.restore.handler(() => {
      throw new AppError('notAllowedNow', 'The workspace is in use, so its database cannot be replaced.', {
        where: workspace.home,
        remedy: 'Close every Layerlab that has it open, then use "layerlab workspace restore".',
      });
    }),
  };
}
