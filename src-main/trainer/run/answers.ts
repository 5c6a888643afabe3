import type { Experiment } from '@shared/experiment/experiment';
import type { PreparedDataset } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import { inferNetwork, type InferredNetwork } from '@shared/network/inference';
import { sizeOf } from '@shared/ops/shape';
import { resolveTraining, type ResolvedTraining } from '@shared/training/resolve';
import { loadTrainingData } from '../session/data';
import { Pace } from './pace';
import { drawPicture, type PictureSource } from './pictures';
import type { TrainerAnswer, TrainerRequest } from '../protocol';
import type { CreateSession } from '../session/session';
import { finish } from '../session/slices';

export interface Prepared extends PictureSource {
  readonly network: InferredNetwork;
  readonly training: ResolvedTraining;
}

/**
 * Builds the session for an experiment over a prepared data set. The caller disposes of `session`.
 * @throws AppError `badNetwork` with the first error of the network.
 */
export function prepareSession(
  {
    experiment,
    dataset,
    datasetDirectory,
  }: { experiment: Experiment; dataset: PreparedDataset; datasetDirectory: string },
  createSession: CreateSession,
): Prepared {
  const network = inferNetwork(experiment.network, { inputShape: dataset.inputShape });
  const problem = network.problems.find(({ severity }) => severity === 'error');
  if (problem) throw AppError.fromData(problem.error);
  const training = resolveTraining(experiment.training);
  const data = loadTrainingData(datasetDirectory);
  const session = createSession({ network, training, data });
  const last = network.layers.find(({ id }) => id === network.outputId);
  return {
    network,
    training,
    data,
    session,
    outputs: sizeOf(network.outputShape ?? []),
    givesProbabilities: ['softmax', 'sigmoid'].includes(last?.definition.kind ?? ''),
  };
}

export function answerRequest(prepared: Prepared, step: number, request: TrainerRequest): TrainerAnswer {
  switch (request.kind) {
    case 'picture':
      return { kind: 'picture', picture: finish(drawPicture(prepared, step, new Pace())) };
    case 'outputs':
      return { kind: 'outputs', outputs: prepared.session.predictInputs(request.inputs, request.examples) };
  }
}
