import { join } from 'node:path';
import { AppError } from '@shared/errors';
import { checkpointNames } from '@shared/runs/run';
import { readFacts } from '../../trainer/checkpoints/checkpoint';
import { checkpointFile } from '../../trainer/protocol';
import type { Checkpoints } from './rows/stored';

/**
 * The checkpoints in a run's folder by what the files themselves say, without those that are not whole: what was told
 * of them last may be older than they are.
 */
export function checkpointsOnDisk(directory: string): Checkpoints {
  const found: Checkpoints = {};
  for (const name of checkpointNames) {
    try {
      found[name] = readFacts(join(directory, checkpointFile[name]));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
    }
  }
  return found;
}
