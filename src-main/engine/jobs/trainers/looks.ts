import { existsSync } from 'node:fs';
import { classNameOf } from '@shared/data/classNames';
import type { Picture } from '@shared/pictures/catalogue';
import type { ExampleMaps, MapsWanted } from '@shared/pictures/layers/exampleMaps';
import type { ExcitingExamples, UnitWanted } from '@shared/pictures/layers/excitingExamples';
import type { MomentWanted, RunMoment } from '@shared/pictures/runMoment';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { EngineParts } from '../../engineParts';
import { isDrawable } from '@shared/pictures/catalogue';
import { notFinite } from '@shared/pictures/notFinite';
import { momentFile } from '../../../trainer/checkpoints/moments';
import type { LookRequest, TrainerAnswer, TrainerRequest } from '../../../trainer/protocol';

type PictureRequest = Extract<LookRequest, { kind: 'picture' }>;
type Parts = Pick<EngineParts, 'runs' | 'queue' | 'predictors' | 'workspace'>;

/**
 * As it is, from the trainer while it runs, else from the best checkpoint, or the last where no epoch was completed; or as
 * it was after a step.
 */
export async function pictureOf(
  parts: Parts,
  runId: RunId,
  step: number | null,
  wanted: Omit<PictureRequest, 'kind'> = {},
  signal?: AbortSignal,
): Promise<Picture> {
  if (step === null && wanted.tries && parts.queue.job(runId) !== undefined) {
    throw new AppError('notAllowedNow', 'Weights cannot be changed by hand while the run is trained.', {
      where: runId,
      remedy: 'Choose one of its moments, or wait until it has ended.',
    });
  }
  const answer = await look(parts, runId, step, { kind: 'picture', ...wanted }, signal);
  if (answer.kind !== 'picture') throw new Error(`asked for a picture, got ${answer.kind}`);
  if (!isDrawable(answer.picture)) throw notFinite(runId, wanted.tries !== undefined);
  return answer.picture;
}

/** The maps of single units, and the same where it is wanted; as it was after a step, or as it is. @throws AppError `notFound` */
export async function momentOf(
  parts: Parts,
  runId: RunId,
  step: number | null,
  wanted: MomentWanted,
  signal?: AbortSignal,
): Promise<RunMoment> {
  const answer = await look(parts, runId, step, { kind: 'moment', ...wanted }, signal);
  if (answer.kind !== 'moment') throw new Error(`asked for a moment, got ${answer.kind}`);
  return answer.moment;
}

/** What a layer makes of an image, likewise. @throws AppError `notFound` */
export async function exampleMapsOf(
  parts: Parts,
  runId: RunId,
  step: number | null,
  wanted: MapsWanted,
  signal?: AbortSignal,
): Promise<ExampleMaps> {
  const answer = await look(parts, runId, step, { kind: 'exampleMaps', ...wanted }, signal);
  if (answer.kind !== 'exampleMaps') throw new Error(`asked for maps, got ${answer.kind}`);
  return { ...answer.maps, className: classNamesOf(parts, runId)(answer.maps.example.label) };
}

/** The examples that excite a unit most, likewise. @throws AppError `notFound` */
export async function excitingExamplesOf(
  parts: Parts,
  runId: RunId,
  step: number | null,
  wanted: UnitWanted,
  signal?: AbortSignal,
): Promise<ExcitingExamples> {
  const answer = await look(parts, runId, step, { kind: 'excitingExamples', ...wanted }, signal);
  if (answer.kind !== 'excitingExamples') throw new Error(`asked for examples, got ${answer.kind}`);
  const nameOf = classNamesOf(parts, runId);
  const examples = answer.found.examples.map((each) => ({ ...each, className: nameOf(each.label) }));
  return { ...answer.found, examples };
}

/** What the classes of a run's data are called; null for none. */
function classNamesOf({ runs }: Parts, runId: RunId): (label: number | null) => string | null {
  const { classNames } = runs.material(runId).dataset;
  return (label) => (label === null ? null : classNameOf(classNames, label));
}

function look(
  parts: Parts,
  runId: RunId,
  step: number | null,
  request: LookRequest,
  signal?: AbortSignal,
): Promise<TrainerAnswer> {
  return step === null ? askNow(parts, runId, request, signal) : askThen(parts, runId, step, request, signal);
}

function askThen(
  { runs, predictors, workspace }: Parts,
  runId: RunId,
  step: number,
  request: LookRequest,
  signal: AbortSignal | undefined,
): Promise<TrainerAnswer> {
  const [checkpoint] = runs.summary(runId).checkpoints;
  const path = momentFile(workspace.run(runId), step);
  if (checkpoint === undefined || !existsSync(path)) {
    throw new AppError('notFound', `The run’s weights after step ${step} were not kept.`, {
      where: runId,
      remedy: 'Choose one of the steps that were.',
    });
  }
  return predictors.ask(runId, checkpoint.name, { kind: 'lookBack', step, path, request }, signal);
}

function askNow(
  { runs, queue, predictors }: Parts,
  runId: RunId,
  request: TrainerRequest,
  signal: AbortSignal | undefined,
): Promise<TrainerAnswer> {
  const job = queue.job(runId);
  const checkpoint = runs.summary(runId).checkpoints[0]?.name;
  if (job === undefined && checkpoint === undefined) {
    throw new AppError('notFound', 'The run has no checkpoint to draw from yet.', {
      where: runId,
      remedy: 'Wait until its training begins, or continue it.',
    });
  }
  return job !== undefined ? job.ask(request) : predictors.ask(runId, checkpoint ?? 'last', request, signal);
}
