import Sqlite from 'better-sqlite3';
import { AppError } from '@shared/errors';

/** What SQLite throws, as an error to act on; everything else as it is. */
export function explainDatabase(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Sqlite.SqliteError)) return thrown;
  switch (thrown.code) {
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return workspaceDamaged(
        'The workspace database cannot be read: the file is damaged or no database.',
        path,
        thrown,
      );
    case 'SQLITE_CONSTRAINT_TRIGGER':
      return workspaceDamaged('What was to be changed is damaged in the workspace database.', path, thrown);
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_READONLY_DIRECTORY':
    case 'SQLITE_READONLY_DBMOVED':
      return new AppError('badArgument', 'The workspace database cannot be opened for writing.', {
        where: path,
        remedy: 'Check the permissions of the folder, or choose another one with --home or LAYERLAB_HOME.',
        cause: thrown,
      });
    case 'SQLITE_FULL':
      return new AppError('diskFull', 'The disk with the workspace is full.', {
        where: path,
        remedy: 'Free some space, then try again; a run that was training can be continued.',
        cause: thrown,
      });
    default:
      return thrown;
  }
}

/** What can be done about a database that is not to be used as it is. */
const remedy =
  '"layerlab workspace check" tells what is damaged, "layerlab workspace restore" brings back the newest good backup and keeps the damaged file beside it; the runs’ own folders keep their weights.';

export function workspaceDamaged(message: string, path: string, cause?: unknown): AppError {
  return new AppError('workspaceDamaged', message, { where: path, remedy, cause });
}
