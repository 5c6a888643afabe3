import { existsSync, utimesSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '@shared/errors';
import type { StoredLayers } from '@shared/experiment/startWeights';
import type { NamedTensor } from '@shared/safetensors';
import { hashTensors, readTensorHeader, writeTensorFile } from '../../trainer/checkpoints/safetensors';
import type { Workspace } from '../workspace';

/** Weights that the workspace keeps for runs to start from. */
export interface KeptWeights extends StoredLayers {
  /** SHA-256 over names, shapes and values; the file is called by it. */
  readonly hash: string;
}

const kindsSchema = z.record(z.string(), z.string());

/** Copies weights into the workspace, once for each content. */
export function keepWeights(
  workspace: Workspace,
  tensors: readonly NamedTensor[],
  kinds: Readonly<Record<string, string>>,
): KeptWeights {
  const hash = hashTensors(tensors);
  const path = workspace.weights(hash);
  if (existsSync(path)) markUsed(path);
  else {
    writeTensorFile(path, {
      tensors,
      metadata: { format: 'layerlab-weights-1', kinds: JSON.stringify(kinds) },
    });
  }
  return { hash, tensors: tensors.map(({ name, shape }) => ({ name, shape })), kinds };
}

/** Null where the workspace has no such weights. @throws AppError where their file is damaged */
export function findWeights(workspace: Workspace, hash: string): KeptWeights | null {
  const path = workspace.weights(hash);
  if (!existsSync(path)) return null;
  markUsed(path);
  const { entries, metadata } = readTensorHeader(path);
  const tensors = Object.entries(entries).map(([name, { shape }]) => ({ name, shape }));
  return { hash, tensors, kinds: kindsIn(metadata['kinds'], path) };
}

/** So that they are not cleared before a run that is about to begin refers to them. */
function markUsed(path: string): void {
  const now = new Date();
  utimesSync(path, now, now);
}

function kindsIn(text: string | undefined, path: string): Readonly<Record<string, string>> {
  try {
    return kindsSchema.parse(JSON.parse(text ?? '{}'));
  } catch (cause) {
    throw new AppError('badArgument', 'The stored weights are damaged', {
      where: path,
      remedy: 'Delete the file, and import the model again.',
      cause,
    });
  }
}
