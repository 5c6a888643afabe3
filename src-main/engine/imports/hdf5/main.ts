import { AppError } from '@shared/errors';
import { readHdf5File } from './file';
import type { FromHdf5 } from './protocol';

/** Reads the one file that it is started for: the library may end the process on a damaged one. */
const say = (said: FromHdf5): Promise<void> =>
  new Promise((resolve) => {
    if (process.connected) process.send?.(said, () => resolve());
    else resolve();
  });

try {
  const { weights, ...model } = await readHdf5File(process.argv[2] ?? '');
  for (const weight of weights) await say({ kind: 'weight', weight });
  await say({ kind: 'model', model });
} catch (thrown) {
  await say({ kind: 'failed', error: thrown instanceof AppError ? thrown.toData() : null });
}
process.disconnect();
