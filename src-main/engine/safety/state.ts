import type { WorkspaceState } from '@shared/contract/workspace/workspace';
import type { Workspace } from '../workspace';
import { listBackups } from './backups';
import { journalLostAt } from './lostJournal';
import { sizesOf } from './sizes';

/** What is to be told of a workspace, whether or not it can be used. */
export function stateOf(
  workspace: Workspace,
  known: Pick<WorkspaceState, 'damage' | 'damagedRuns'>,
): WorkspaceState {
  return {
    home: workspace.home,
    bytes: sizesOf(workspace),
    backups: listBackups(workspace),
    journalLostAt: journalLostAt(workspace),
    ...known,
  };
}
