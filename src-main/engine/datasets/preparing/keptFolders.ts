import { basename, join } from 'node:path';
import { keptFolderName } from '@shared/data/keptFolder';
import type { DatasetSpec } from '@shared/data/spec';
import { badDataset } from '../readers/files';

/**
 * A specification with the paths of the folders that it names among those which the workspace keeps.
 * @param examples the folder of these; absent where there is no workspace
 * @throws AppError `badDataset` where a name leads out of it
 */
export function withKeptFolders(spec: DatasetSpec, examples: string | undefined): DatasetSpec {
  const placed = (text: string): string => {
    const name = keptFolderName(text);
    if (name === null) return text;
    const isOne =
      name !== '' && name !== '..' && name !== '.' && basename(name) === name && !name.includes('\\');
    if (examples === undefined || !isOne) {
      throw badDataset(
        `“${text}” names no folder of kept examples`,
        'dataset',
        'Give the name that the folder has in the workspace, in examples/, or the path of another.',
      );
    }
    return join(examples, name);
  };
  const { alsoTrainOn } = spec;
  return {
    ...spec,
    ...(spec.kind === 'ownExamples' ? { path: placed(spec.path) } : {}),
    ...(alsoTrainOn === undefined ? {} : { alsoTrainOn: placed(alsoTrainOn) }),
  } as DatasetSpec;
}
