import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { leftAloneMinutes, type ClearableKind } from '@shared/contract/workspace/clearing';
import type { EngineParts } from '../engineParts';
import { bytesAt } from '../safety/sizes';

export type ClearingParts = Pick<EngineParts, 'database' | 'runs' | 'sweeps' | 'workspace' | 'broadcaster'>;

/** One thing that can be cleared. */
export interface ClearablePart {
  readonly bytes: number;
  remove(): void | Promise<void>;
}

/** One kind of what nobody needs: a file in `kinds/`, a line in its catalogue. */
export interface ClearableDefinition {
  readonly kind: ClearableKind;
  /** What there is of it now; nothing is changed. */
  find(parts: ClearingParts): readonly ClearablePart[];
}

/** A file, or a folder with all that is in it. */
export function fileToClear(path: string): ClearablePart {
  return { bytes: bytesAt(path), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Paths of what is in a folder, without what was used so lately that somebody may be about to refer to it. */
export function unusedIn(folder: string): { readonly name: string; readonly path: string }[] {
  const since = Date.now() - leftAloneMinutes * 60_000;
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats !== undefined && stats.mtimeMs < since ? [{ name, path }] : [];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
}
