import type { WorkspaceProblem } from '@shared/contract/workspace/workspace';
import type { Database } from '../../runs/database/database';
import type { DamagedRow } from '../../runs/database/checksum';
import type { Workspace } from '../../workspace';

/** A workspace whose database can be read, and what is known of it so far. */
export interface CheckSubject {
  readonly workspace: Workspace;
  /** Opened to read alone. */
  readonly database: Database;
  /** Rows that are known to be damaged, of which nothing more is asked. */
  readonly damaged: readonly DamagedRow[];
}

/** What one check found, and how many things it looked at. */
export interface CheckResult {
  readonly problems: readonly WorkspaceProblem[];
  readonly count: number;
}

/** A problem of neither a run nor a sweep, unless it is said. */
export function problem(
  kind: WorkspaceProblem['kind'],
  told: Pick<WorkspaceProblem, 'message' | 'where' | 'remedy'> &
    Partial<Pick<WorkspaceProblem, 'runId' | 'sweepId'>>,
): WorkspaceProblem {
  return { kind, runId: null, sweepId: null, ...told };
}
