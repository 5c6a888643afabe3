import type { Experiment } from '@shared/experiment/experiment';
import type { PreparedDataset } from '@shared/data/prepared';
import { requireSound } from '@shared/experiment/check';
import { sizeOf } from '@shared/ops/shape';
import { isObserved, observedExamples } from '@shared/training/observation';
import { loadTrainingData } from '../session/data';
import { judgeExamples } from './measuring/judging';
import type { Answered } from './pacing/control';
import { Pace } from './pacing/pace';
import { isParameter } from '../checkpoints/checkpoint';
import { readTensorFile } from '../checkpoints/safetensors';
import { drawPicture, type PictureSource } from './pictures';
import { drawExampleMaps } from './pictures/layers/exampleMaps';
import { drawExcitingExamples } from './pictures/layers/excitingExamples';
import { drawMoment } from './pictures/moment';
import { withTries } from './pictures/tries';
import { runStoredModel } from './storedModel';
import type { TrainerRequest } from '../protocol';
import { savedModelOf } from '../compile/savedModel';
import type { CreateSession, SessionRequest, TrainingData, TrainingSession } from '../session/session';
import { finish } from '../session/slices';

export interface PreparedRun extends PictureSource {
  /** On how many examples the session can be observed; null where it cannot. */
  readonly observed: number | null;
}

/**
 * Builds the session for an experiment over a prepared data set. The caller disposes of `session`.
 * @param use what it is for: `observed` is trained and, where the experiment wants that, observed
 * @throws AppError, the first error of the experiment or of its data set's files.
 */
export function prepareSession(
  {
    experiment,
    dataset,
    datasetDirectory,
  }: { experiment: Experiment; dataset: PreparedDataset; datasetDirectory: string },
  createSession: CreateSession,
  use: 'asked' | 'trained' | 'observed',
): PreparedRun {
  const { network, training } = requireSound(experiment, dataset);
  const data = loadTrainingData(dataset, datasetDirectory);
  const observed = use === 'observed' && isObserved(training.config);
  const probe = observed ? { probe: observedExamples(data.splits, sizeOf(data.inputShape), network) } : {};
  const session = createSession({ network, training, data, ...probe, isAsked: use === 'asked' });
  return describePrepared({ network, training, ...probe }, data, session);
}

/** What is told of a session that is ready. */
export function describePrepared(
  { network, training, probe }: Pick<SessionRequest, 'network' | 'training' | 'probe'>,
  data: TrainingData,
  session: TrainingSession,
): PreparedRun {
  const last = network.layers.find(({ id }) => id === network.outputId);
  return {
    network,
    training,
    data,
    session,
    observed: probe?.length ?? null,
    outputs: sizeOf(network.outputShape ?? []),
    givesProbabilities: ['softmax', 'sigmoid'].includes(last?.definition.kind ?? ''),
  };
}

/** As {@link answerRequest}, where other weights may take the place of those that are there. */
export function answerAboutMoments(prepared: PreparedRun, step: number, request: TrainerRequest): Answered {
  if (request.kind !== 'lookBack') return answerWithTries(prepared, step, request);
  prepared.session.writeState(readTensorFile(request.path).tensors);
  return answerWithTries(prepared, request.step, request.request);
}

function answerWithTries(prepared: PreparedRun, step: number, request: TrainerRequest): Answered {
  if (request.kind !== 'picture' || !request.tries) return answerRequest(prepared, step, request);
  const { tries, ...plain } = request;
  return withTries(prepared.session, tries, () => answerRequest(prepared, step, plain));
}

export function answerRequest(prepared: PreparedRun, step: number, request: TrainerRequest): Answered {
  switch (request.kind) {
    case 'picture':
      if (request.tries) throw new Error('the weights of a run that is trained are not to be changed');
      return { kind: 'picture', picture: finish(drawPicture(prepared, step, new Pace(), request.of)) };
    case 'moment':
      return { kind: 'moment', moment: drawMoment(prepared, step, request) };
    case 'exampleMaps':
      return { kind: 'exampleMaps', maps: drawExampleMaps(prepared, step, request) };
    case 'excitingExamples':
      return { kind: 'excitingExamples', found: drawExcitingExamples(prepared, step, request) };
    case 'lookBack':
      throw new Error('the weights of a run are not to be replaced');
    case 'outputs':
      return { kind: 'outputs', outputs: prepared.session.predictInputs(request.inputs, request.examples) };
    case 'layerOutputs':
      return {
        kind: 'layerOutputs',
        layers: prepared.session.layerOutputs(request.inputs, request.examples),
      };
    case 'savedModel':
      return {
        kind: 'savedModel',
        bytes: savedModelOf({
          network: prepared.network,
          data: prepared.data,
          weights: new Map(prepared.session.readState(isParameter).map((tensor) => [tensor.name, tensor])),
        }),
      };
    case 'storedModel':
      return runStoredModel(request).then((outputs) => ({ kind: request.kind, outputs }));
    case 'judged':
      return { kind: 'judged', values: judgeExamples(prepared, request.split, request.metric) };
  }
}
