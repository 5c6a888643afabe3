import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@shared/errors';
import { cardKey } from '@shared/exporting/modelCard';
import { sha256Of, sha256OfFiles } from '../../files/hashing';
import { pathWithin } from '../../files/pathWithin';
import { hashOf } from '../exporting/beside';
import type { ModelHead } from './modelHead';

/**
 * Where the files are that hold a model's weights, in the order of their names.
 * @throws AppError `badModel` for one that is not there, or that does not lie with the model
 */
export async function dataPathsOf(
  path: string,
  { dataFiles }: Pick<ModelHead, 'dataFiles'>,
): Promise<string[]> {
  const paths: string[] = [];
  for (const name of dataFiles) {
    const found = await pathWithin(dirname(path), name);
    if (found === null || !(await stat(found)).isFile()) throw notBeside(path, name);
    paths.push(found);
  }
  return paths;
}

/** @throws AppError `badModel` where a file that Layerlab put beside a model holds something else than it did */
export async function requireUnchangedData(
  path: string,
  head: Pick<ModelHead, 'dataFiles' | 'metadata'>,
  paths: readonly string[],
): Promise<void> {
  // Other programs' names say nothing, whatever they look like.
  if (!(cardKey in head.metadata)) return;
  for (const [index, name] of head.dataFiles.entries()) {
    const hash = hashOf(name);
    if (hash === '') continue;
    if (!(await sha256OfFiles(paths.slice(index, index + 1))).startsWith(hash)) throw changedData(path, name);
  }
}

/** The same of files in memory that Layerlab put beside a model; those of one name's hash hold it together, in their order. */
export function requireUnchangedContents(path: string, files: ReadonlyMap<string, Uint8Array>): void {
  const names = [...files.keys()];
  for (const hash of new Set(names.map(hashOf))) {
    const parts = names.filter((name) => hash !== '' && hashOf(name) === hash);
    const contents = parts.flatMap((name) => files.get(name) ?? []);
    if (!sha256Of(contents).startsWith(hash)) throw changedData(path, parts.join('”, “'));
  }
}

export function notBeside(path: string, name: string): AppError {
  return new AppError(
    'badModel',
    `The model keeps weights in another file, “${name}”, which is not beside it.`,
    {
      where: path,
      remedy:
        'Put that file into the model’s folder under the name that the model has for it; nothing outside is read.',
    },
  );
}

function changedData(path: string, name: string): AppError {
  return new AppError(
    'badModel',
    `The file with the model’s weights, “${name}”, has changed since it was exported.`,
    {
      where: path,
      remedy: 'Copy both files again from where they are whole, or export the model again.',
    },
  );
}
