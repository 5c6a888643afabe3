import type { PreparedDataset } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import { inferNetwork } from '@shared/network/inference';
import type { TrainedRun } from '@shared/runs/imported/trained';
import { isParameter, readFacts } from '../../trainer/checkpoints/checkpoint';
import { readTensorFile } from '../../trainer/checkpoints/safetensors';
import type { TrainedNetwork } from './encoder';

/**
 * A run's network with the weights of a checkpoint.
 * @param checkpoint path of the file
 * @throws AppError `notAllowedNow` for weights that were never trained
 */
export function readTrained(run: TrainedRun, dataset: PreparedDataset, checkpoint: string): TrainedNetwork {
  const { step, epoch, metrics } = readFacts(checkpoint);
  if (step === 0) throw neverTrained(run);
  const { tensors } = readTensorFile(checkpoint, isParameter);
  const network = inferNetwork(run.experiment.network, { inputShape: dataset.inputShape });
  return {
    experiment: run.experiment,
    network,
    dataset,
    facts: { step, epoch, metrics },
    weights: new Map(tensors.map((tensor) => [tensor.name, tensor])),
  };
}

/** What a run begins with is a checkpoint too, but nothing to hand out. */
function neverTrained({ id, state }: TrainedRun): AppError {
  return new AppError(
    'notAllowedNow',
    'The run has no trained weights: its checkpoint is from before the first step.',
    {
      where: id,
      remedy:
        state === 'diverged'
          ? 'It diverged before weights were kept: train it anew with a smaller learning rate.'
          : 'Continue the run, or train it anew, for at least one epoch.',
    },
  );
}
