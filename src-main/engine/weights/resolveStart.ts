import { existsSync } from 'node:fs';
import { AppError } from '@shared/errors';
import { unknownLayers } from '@shared/importing';
import type { Experiment } from '@shared/experiment/experiment';
import { describeSource, type StartFrom } from '@shared/experiment/startFrom';
import { fitStart, requireFit, type StartFit } from '@shared/experiment/startWeights';
import type { InferredNetwork } from '@shared/network/inference';
import { parametersIn } from '../../trainer/checkpoints/checkpoint';
import { readTensorFile } from '../../trainer/checkpoints/safetensors';
import type { EngineParts } from '../engineParts';
import { noCheckpoint } from '../runs/runErrors';
import { keepModel, readModelAt, type WeightsPlace } from '../imports';
import { findWeights, keepWeights, type KeptWeights } from './weightStore';

type Parts = Pick<EngineParts, 'workspace' | 'runs'>;

/** Which weights an experiment starts from, and how its layers fit them. */
export interface ResolvedStart {
  readonly hash: string;
  readonly fit: StartFit;
}

/**
 * Finds the weights that an experiment starts from, copied into the workspace; null where it draws its own.
 * @throws AppError where they are not to be had, or are others than the experiment was made with
 */
export async function findStart(
  parts: Parts,
  experiment: Experiment,
  network: InferredNetwork,
): Promise<ResolvedStart | null> {
  const { startFrom } = experiment;
  if (startFrom === undefined) return null;
  const kept = await weightsOf(parts, startFrom, { experiment, network });
  return { hash: kept.hash, fit: fitStart(network, kept) };
}

/** The experiment with its start as it is found: by the hash of the weights, and the layers that take them. */
export async function withStart(
  parts: Parts,
  experiment: Experiment,
  network: InferredNetwork,
): Promise<Experiment> {
  const { startFrom } = experiment;
  const found = await findStart(parts, experiment, network);
  if (found === null || startFrom === undefined) return experiment;
  const layers = [...requireFit(found.fit, startFrom)];
  return { ...experiment, startFrom: { ...startFrom, hash: found.hash, layers } };
}

async function weightsOf(parts: Parts, start: StartFrom, into: WeightsPlace): Promise<KeptWeights> {
  const known = start.hash === undefined ? null : findWeights(parts.workspace, start.hash);
  if (known !== null) return known;
  const found = start.kind === 'run' ? ofRun(parts, start) : await ofModel(parts, start.path, into);
  if (start.hash === undefined || start.hash === found.hash) return found;
  throw new AppError(
    'badExperiment',
    `The experiment was made with other weights than ${describeSource(start)} holds by now`,
    {
      where: 'startFrom.hash',
      remedy: 'Bring the file back as it was, or take the hash out to start from what is there.',
    },
  );
}

async function ofModel({ workspace }: Parts, path: string, into: WeightsPlace): Promise<KeptWeights> {
  const { model, survey } = await readModelAt(path, () => Promise.resolve(into));
  if (model === null) throw unknownLayers(survey, path);
  const kept = keepModel(workspace, model);
  if (kept !== null) return kept;
  throw new AppError('badExperiment', 'The model holds no weights to start from', {
    where: path,
    remedy: 'Choose one that was stored with its weights, with their files beside it.',
  });
}

function ofRun({ workspace, runs }: Parts, { run, checkpoint }: Extract<StartFrom, { kind: 'run' }>) {
  const { experiment, clearedCheckpoints } = runs.material(run);
  const path = workspace.checkpoint(run, checkpoint);
  if (!existsSync(path)) throw noCheckpoint(checkpoint, path, { clearedCheckpoints });
  const { tensors } = readTensorFile(path);
  const kinds = Object.fromEntries(experiment.network.layers.map(({ id, kind }) => [id, kind]));
  return keepWeights(workspace, parametersIn(tensors), kinds);
}
