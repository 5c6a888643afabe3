import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { naturalOrder } from '@shared/naturalOrder';
import { AppError } from '@shared/errors';
import { parseExperimentText } from '@shared/experiment/parsing';
import { fileError } from '../../files/fileErrors';
import { saveFile } from '../../files/saveFile';
import { withAbsolutePaths, withRelativePaths } from '../files/datasetPaths';
import { receiveFile } from '../files/receivedFiles';
import type { EngineParts } from '../engineParts';
import type { ServiceBase } from './base';

const largestExperiment = 20_000_000;

export function filesService(base: ServiceBase, { workspace }: EngineParts) {
  return {
    list: base.files.list.handler(({ input }) => listFolderOf(resolve(input.directory ?? homedir()))),
    receive: base.files.receive.handler(async ({ input }) => ({
      path: await receiveFile(workspace.files, input),
    })),
    openExperiment: base.files.openExperiment.handler(async ({ input }) => {
      const path = resolve(input.path);
      const experiment = parseAt(path, await readExperiment(path));
      return { path, experiment: withAbsolutePaths(experiment, dirname(path)) };
    }),
    saveExperiment: base.files.saveExperiment.handler(async ({ input }) => {
      const path = resolve(input.path);
      const experiment = withRelativePaths(input.experiment, dirname(path));
      await saveFile(path, `${JSON.stringify(experiment, null, 2)}\n`);
      return { path };
    }),
  };
}

/** What a folder holds, or that of a file. */
async function listFolderOf(path: string) {
  try {
    const isFile = (await stat(path)).isFile();
    return { ...(await listDirectory(isFile ? dirname(path) : path)), file: isFile ? path : null };
  } catch (thrown) {
    throw fileError(thrown, path, 'This cannot be opened');
  }
}

async function listDirectory(directory: string) {
  const found = await readdir(directory, { withFileTypes: true });
  const entries = await Promise.all(
    found
      .filter((entry) => !entry.name.startsWith('.'))
      .map(async (entry) => {
        const path = join(directory, entry.name);
        const facts = await stat(path).catch(() => null);
        return {
          name: entry.name,
          path,
          isDirectory: facts?.isDirectory() ?? false,
          bytes: facts?.size ?? 0,
        };
      }),
  );
  entries.sort((a, b) => Number(b.isDirectory) - Number(a.isDirectory) || naturalOrder(a.name, b.name));
  const parent = dirname(directory);
  return { directory, parent: parent === directory ? null : parent, entries };
}

async function readExperiment(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > largestExperiment)
      throw new AppError('badExperiment', 'The file is too large for an experiment.', {
        where: path,
        remedy: 'Choose a file that Layerlab has saved.',
      });
    return await readFile(path, 'utf8');
  } catch (thrown) {
    throw fileError(thrown, path, 'The experiment file cannot be read');
  }
}

function parseAt(path: string, text: string) {
  try {
    return parseExperimentText(text);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { code, message, where, remedy } = thrown;
    throw new AppError(code, message, {
      where: where === null ? path : `${path}: ${where}`,
      ...(remedy === null ? {} : { remedy }),
      cause: thrown,
    });
  }
}
