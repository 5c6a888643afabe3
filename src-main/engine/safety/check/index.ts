import { existsSync } from 'node:fs';
import type { WorkspaceCheck, WorkspaceProblem } from '@shared/contract/workspace/workspace';
import { AppError } from '@shared/errors';
import { isWorkspaceInUse } from '../../jobs/lease';
import { Database } from '../../runs/database/database';
import { versionInFile } from '../../runs/database/databaseFile';
import { newestVersion, refuseNewer } from '../../runs/migrations';
import type { Workspace } from '../../workspace';
import { faultOf, listBackups } from '../backups';
import { examine } from '../examine';
import { lookAtJournal } from '../journal';
import { checkCheckpoints } from './checkpoints';
import { checkCurves } from './curves';
import { checkRows, damagedRowProblem } from './rows';
import { checkStrays } from './strays';
import { checkSweeps } from './sweeps';
import { problem, type CheckSubject } from './subject';

/**
 * Reads all that a workspace holds, and tells what is damaged or lost. Nothing is changed; others may be using it.
 * @throws AppError `databaseTooNew`, `notFound` where there is no database
 */
export function checkWorkspace(workspace: Workspace): WorkspaceCheck {
  const backups = checkBackups(workspace);
  const found = checkDatabase(workspace);
  const problems = [...found.problems, ...backups.problems];
  return {
    checkedAt: new Date().toISOString(),
    ok: problems.length === 0,
    problems,
    counts: { ...found.counts, backups: backups.count },
  };
}

type Found = { problems: WorkspaceProblem[]; counts: Omit<WorkspaceCheck['counts'], 'backups'> };

const nothing = { runs: 0, curveParts: 0, checkpoints: 0, sweeps: 0 };
const restore =
  '"layerlab workspace restore" brings back the newest good backup and keeps the damaged file beside it; the runs’ own folders keep their weights.';

function checkDatabase(workspace: Workspace): Found {
  const path = workspace.database;
  if (!existsSync(path)) {
    const message = 'The workspace has no database.';
    return { problems: [problem('database', { message, where: path, remedy: restore })], counts: nothing };
  }
  const damage = damageOf(workspace);
  if (damage !== null) return { problems: [damage], counts: nothing };
  const { structure, rows } = examine(path);
  if (structure.length > 0) {
    const problems = structure.map((line) =>
      problem('database', {
        message: `SQLite finds the database damaged: ${line}`,
        where: path,
        remedy: restore,
      }),
    );
    return { problems, counts: nothing };
  }
  const subject = { workspace, damaged: rows };
  const database = Database.inspect(path);
  try {
    return checkContent({ ...subject, database });
  } finally {
    database.close();
  }
}

function checkContent(subject: CheckSubject): Found {
  const rows = checkRows(subject);
  const curves = checkCurves(subject);
  const checkpoints = checkCheckpoints(subject);
  const sweeps = checkSweeps(subject);
  const strays = checkStrays(subject);
  return {
    problems: [
      ...subject.damaged.map(damagedRowProblem),
      ...[rows, curves, checkpoints, sweeps, strays].flatMap((result) => result.problems),
    ],
    counts: {
      runs: rows.count,
      curveParts: curves.count,
      checkpoints: checkpoints.count,
      sweeps: sweeps.count,
    },
  };
}

/** What can be told of the files without SQLite. @throws AppError `databaseTooNew`, `notAllowedNow` of an older one */
function damageOf(workspace: Workspace): WorkspaceProblem | null {
  const path = workspace.database;
  try {
    const version = versionInFile(path);
    refuseNewer(version, path);
    if (version > 0 && version < newestVersion) throw notConverted(path);
  } catch (thrown) {
    const { code, message } = AppError.from(thrown);
    if (code !== 'workspaceDamaged') throw thrown;
    return problem('database', { message, where: path, remedy: restore });
  }
  if (isWorkspaceInUse(workspace.leases) || lookAtJournal(path) !== 'damaged') return null;
  const message = 'The journal of the database is damaged: what was written last would be lost.';
  return problem('journal', { message, where: `${path}-wal`, remedy: restore });
}

function notConverted(path: string): AppError {
  return new AppError('notAllowedNow', 'The database was written by an earlier Layerlab.', {
    where: path,
    remedy: 'Open the workspace once, as by "layerlab runs": it is converted then, after a backup.',
  });
}

function checkBackups(workspace: Workspace): { problems: WorkspaceProblem[]; count: number } {
  const backups = listBackups(workspace);
  const problems = backups.flatMap(({ name }) => {
    const fault = faultOf(workspace, name);
    if (fault === null) return [];
    const message = `A backup cannot be used: ${fault}.`;
    return [
      problem('backup', {
        message,
        where: name,
        remedy: 'Delete it; "layerlab workspace backup" makes a new one.',
      }),
    ];
  });
  return { problems, count: backups.length };
}
