import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ModelReference } from '@shared/contract/models';
import { AppError } from '@shared/errors';
import type { CheckpointName } from '@shared/runs/run';
import type { EngineClient } from '../processes/engineClient';
import { findRun } from './findRun';

/** The model that a person names: a file, or a run as {@link findRun} has it. */
export async function findModel(
  client: EngineClient,
  name: string,
  checkpoint?: CheckpointName,
): Promise<ModelReference> {
  const path = resolve(name);
  if ((await stat(path).catch(() => null)) !== null) return { path };
  const looksLikeFile = /[\\/]|\.[a-z]+$/i.test(name);
  const runId = await findRun(client, name, looksLikeFile ? () => noFile(path) : undefined);
  const { checkpoints } = await client.runs.get({ runId });
  return { runId, checkpoint: checkpoint ?? checkpoints[0]?.name ?? 'best' };
}

const noFile = (path: string) =>
  new AppError('notFound', 'There is no such model file.', {
    where: path,
    remedy: 'Check the path; or name a run by its id, its name, or "last".',
  });
