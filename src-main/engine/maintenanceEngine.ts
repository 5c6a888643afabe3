import { isContractProcedure } from '@orpc/contract';
import { implement } from '@orpc/server';
import { contract } from '@shared/contract/contract';
import { AppError } from '@shared/errors';
import type { EngineRouter } from './createEngine';
import type { Logger } from './log';
import { checkWorkspace } from './safety/check';
import { restoreBackup } from './safety/restore';
import { stateOf } from './safety/state';
import { serviceBase, type ServiceBase } from './services/base';
import type { Workspace } from './workspace';

export interface MaintenanceParts {
  readonly workspace: Workspace;
  readonly log: Logger;
  /** Why the workspace is not open; null where nobody has tried. */
  readonly damage: AppError | null;
  /** The database is another one; called before the answer is given. */
  readonly onRestored: () => void;
}

/**
 * What answers while a workspace's database is not open: what the workspace is asked about itself, and why there is
 * nothing else.
 */
export function createMaintenanceRouter(parts: MaintenanceParts): EngineRouter {
  const { workspace, log, damage, onRestored } = parts;
  const base = serviceBase(log);
  const closed = damage ?? notOpen(workspace);
  const refused = refusals(base, closed);
  const own = {
    ...refused.workspace,
    state: base.workspace.state.handler(() =>
      stateOf(workspace, { damage: damage?.toData() ?? null, damagedRuns: [] }),
    ),
    check: base.workspace.check.handler(() => checkWorkspace(workspace)),
    restore: base.workspace.restore.handler(({ input }) => {
      const restored = restoreBackup(workspace, input.backup);
      log.info(restored, 'a backup was put in the place of the database');
      onRestored();
      return restored;
    }),
  };
  return implement(contract).router({ ...refused, workspace: own });
}

/** Every call of the contract, answered with one error. */
function refusals(base: ServiceBase, error: AppError): EngineRouter {
  const refuse = (calls: object, bases: object): object =>
    Object.fromEntries(
      Object.entries(calls).map(([name, call]) => {
        const own = (bases as Readonly<Record<string, object>>)[name] as Refusable;
        return [
          name,
          isContractProcedure(call) ? own.handler(() => Promise.reject(error)) : refuse(call as object, own),
        ];
      }),
    );
  // What a handler would answer with does not matter where it never answers.
  return refuse(contract, base) as EngineRouter;
}

interface Refusable {
  handler(refuse: () => Promise<never>): object;
}

function notOpen({ home }: Workspace): AppError {
  return new AppError('notAllowedNow', 'The workspace is not open: its files are being looked after.', {
    where: home,
  });
}
