import { AppError } from '@shared/errors';
import { initializeWeights } from '@shared/network/initialWeights';
import type { InferredNetwork } from '@shared/network/inference';
import { hashTensors, readTensorFile } from '../checkpoints/safetensors';
import type { StartJob } from '../protocol';
import type { StateTensor } from '../session/session';

/**
 * What a run's weights are before its first step: drawn, and for the layers of `start` as they were stored.
 * @throws AppError where the stored weights are not whole, or others than the run was made with
 */
export function startingWeights(
  network: InferredNetwork,
  seed: number,
  start: StartJob | undefined,
): StateTensor[] {
  const drawn = initializeWeights(network, seed);
  if (start === undefined) return drawn;
  const tensors = readStored(start.path);
  if (hashTensors(tensors) !== start.hash) throw changed(start.path);
  const layers = new Set<string>(start.layers);
  const stored = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return drawn.map((tensor) => {
    if (!layers.has(tensor.name.split('/')[1] ?? '')) return tensor;
    const found = stored.get(tensor.name);
    if (found?.shape.join() !== tensor.shape.join()) throw changed(start.path);
    return found;
  });
}

/** A damaged file is mended from where the weights came from, and not by training a run again. */
function readStored(path: string): readonly StateTensor[] {
  try {
    return readTensorFile(path).tensors;
  } catch (thrown) {
    throw thrown instanceof AppError && thrown.code === 'badArgument' ? changed(path) : thrown;
  }
}

function changed(path: string): AppError {
  return new AppError('badArgument', 'The stored weights are not those that the run was made with', {
    where: path,
    remedy: 'Delete the file and start again from the run or the model that they came from.',
  });
}
