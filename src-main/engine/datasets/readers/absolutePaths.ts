import { isAbsolute } from 'node:path';
import { mapPaths } from '@shared/data/catalogue';
import type { DatasetSpec } from '@shared/data/spec';
import { AppError } from '@shared/errors';

/**
 * A path in an experiment is relative to the experiment's file; whoever opened that has made it absolute. One that still
 * is not would be looked for in the folder that the engine happens to run in, where another file may have its name.
 * @throws AppError `badDataset`
 */
export function requireAbsolutePaths(spec: DatasetSpec): void {
  mapPaths(spec, (path) => {
    if (isAbsolute(path)) return path;
    throw new AppError(
      'badDataset',
      `“${path}” is meant from the folder of the experiment’s file, and which folder that is, is not known here`,
      {
        where: 'dataset',
        remedy:
          'Choose the data’s file again, or open the experiment where it lies, by its path: a browser does not ' +
          'tell the folder of a file that is picked or dropped.',
      },
    );
  });
}
