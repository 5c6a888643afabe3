import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '@shared/errors';
import { replaceFileSync } from '../../files/replaceFile';
import type { Workspace } from '../workspace';

/** Says so until somebody has looked after it, whoever noticed it first. */
const noteOf = ({ database }: Workspace): string => `${database}.journal-lost`;

/** Writes down that the journal was found to be gone. */
export function noteLostJournal(workspace: Workspace): void {
  replaceFileSync(noteOf(workspace), [Buffer.from(new Date().toISOString())]);
}

export function forgetLostJournal(workspace: Workspace): void {
  rmSync(noteOf(workspace), { force: true });
}

/** When the journal was found to be gone; null where it was not, or that was looked after. */
export function journalLostAt(workspace: Workspace): string | null {
  try {
    return z.iso.datetime().parse(readFileSync(noteOf(workspace), 'utf8'));
  } catch {
    return null;
  }
}

/** What is to be said of it. */
export function journalLost(workspace: Workspace): AppError {
  return new AppError(
    'workspaceDamaged',
    'The journal of the workspace database was gone after Layerlab had been ended by force: what was written last is lost, unless another program has merged it.',
    {
      where: `${workspace.database}-wal`,
      remedy:
        '"layerlab workspace adopt" takes up what the runs’ own folders still know, and ends this message; put the journal back first where you have it.',
    },
  );
}
