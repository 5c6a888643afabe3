import { statSync } from 'node:fs';
import { AppError } from '@shared/errors';
import { limitMemory } from '../../../processes/apart/memoryLimit';
import { begun } from '../../../processes/apart/readerEnd';
import { sayToParent } from '../../../processes/apart/say';
import { readHdf5File } from './file';
import { mostMemory } from './memory';
import type { FromHdf5 } from './protocol';

/** Reads the one file that it is started for: the library may end the process on a damaged one. */
const say = (said: FromHdf5): Promise<void> => sayToParent(said);

await sayToParent(begun);
try {
  const path = process.argv[2] ?? '';
  limitMemory(mostMemory(statSync(path).size));
  const { weights, ...model } = await readHdf5File(path);
  for (const weight of weights) await say({ kind: 'weight', weight });
  await say({ kind: 'model', model });
} catch (thrown) {
  await say({ kind: 'failed', error: thrown instanceof AppError ? thrown.toData() : null });
}
process.disconnect();
