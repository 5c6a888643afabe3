import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ExportedModel } from '@shared/contract/models';
import { AppError } from '@shared/errors';
import { fileError } from '../../files/fileErrors';
import { sha256OfFiles } from '../../files/hashing';
import type { EngineParts } from '../engineParts';
import { notAsNamed } from '../exporting/beside';

type Parts = Pick<EngineParts, 'exports'>;

/** Everything that was exported, the latest of each path. */
export function listModels({ exports }: Parts): ExportedModel[] {
  const seen = new Set<string>();
  return exports.all().flatMap(({ runName, result }) => {
    const path = result.path ?? result.asidePath ?? '';
    if (seen.has(path)) return [];
    seen.add(path);
    return [{ runName, result, isThere: existsSync(path) }];
  });
}

/** @throws AppError `notFound` for what was never exported: nothing else is read or deleted through here */
function requireExported({ exports }: Parts, path: string) {
  const found = exports.all().find(({ result }) => result.path === path || result.asidePath === path);
  if (found !== undefined) return found.result;
  throw new AppError('notFound', 'There is no such export.', {
    where: path,
    remedy: 'Export the run again.',
  });
}

/** Whether a file, with what belongs to it, is still what was handed out. */
export async function checkModel(
  parts: Parts,
  path: string,
): Promise<{ state: 'unchanged' | 'changed' | 'gone'; changed: string[] }> {
  const { sha256, besidePaths } = requireExported(parts, path);
  if (!existsSync(path)) return { state: 'gone', changed: [path] };
  try {
    const own = (await sha256OfFiles([path])) === sha256 ? [] : [path];
    const changed = [...own, ...(await notAsNamed(besidePaths))];
    return { state: changed.length === 0 ? 'unchanged' : 'changed', changed };
  } catch (thrown) {
    throw fileError(thrown, path, 'The model cannot be read');
  }
}

export async function deleteModel(parts: Parts, path: string): Promise<{ deleted: boolean }> {
  const { reportPath, besidePaths } = requireExported(parts, path);
  const deleted = existsSync(path);
  try {
    await rm(path, { force: true });
    await rm(reportPath, { force: true });
    for (const each of besidePaths) await rm(each, { force: true });
  } catch (thrown) {
    throw fileError(thrown, path, 'The model cannot be deleted');
  }
  parts.exports.forget(path);
  return { deleted };
}
