import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ModelReference } from '@shared/contract/models';
import { AppError } from '@shared/errors';
import { readCard, type ModelCard } from '@shared/exporting/modelCard';
import type { ModelFacts } from '@shared/exporting/modelFacts';
import { onnx } from '@shared/exporting/onnx';
import type { RunId } from '@shared/ids';
import { readWholeFile } from '../../files/readWholeFile';
import { replaceFile } from '../../files/replaceFile';
import type { EngineParts } from '../engineParts';
import { onnxModel } from '../exporting/onnx/onnx';
import { removeSuperseded } from '../exporting/beside';
import { onnxFiles } from '../exporting/onnx/dataFile';
import { readTrained } from '../exporting/trained';
import { dataPathsOf, requireUnchangedData } from '../inference/dataFiles';
import { readModelHead } from '../inference/modelHead';
import { noCheckpoint } from '../runs/runErrors';

/** A run that is asked directly needs no options. */
const usualOnnx = onnx.schema.parse({ format: 'onnx' });

type Parts = Pick<EngineParts, 'runs' | 'workspace' | 'inference'>;
type ModelOfRun = Extract<ModelReference, { runId: RunId }>;

/** The ONNX file of a model: itself, or one that is made of a run's checkpoint and kept beside it. */
export async function modelFile(parts: Parts, model: ModelReference): Promise<string> {
  return 'path' in model ? resolve(model.path) : (await openModelFile(parts, model)).path;
}

/** @param made whether it is to be made even where one is kept already */
async function fileOfRun(
  { runs, workspace }: Parts,
  { runId, checkpoint }: ModelOfRun,
  made: 'asNeeded' | 'anew' = 'asNeeded',
): Promise<string> {
  const run = runs.trained(runId);
  const source = workspace.checkpoint(runId, checkpoint);
  const trainedAt = await stat(source).catch((cause: unknown) => {
    throw noCheckpoint(checkpoint, source, run, cause);
  });
  // Named by what it is made of: a run that trains on gets another file.
  const path = join(workspace.run(runId), `${checkpoint}.onnx`);
  const there = await stat(path).catch(() => null);
  if (made === 'asNeeded' && there !== null && there.mtimeMs > trainedAt.mtimeMs) return path;
  const trained = readTrained(run, runs.material(runId).dataset, source);
  const { content, beside } = onnxFiles(onnxModel(trained, usualOnnx), checkpoint);
  for (const each of beside) {
    await replaceFile(join(workspace.run(runId), each.name), each.content, { isShared: true });
  }
  await replaceFile(path, content, { isShared: true });
  await removeSuperseded(
    path,
    onnx,
    beside.map(({ name }) => join(workspace.run(runId), name)),
  );
  return path;
}

export interface OpenedModel {
  readonly path: string;
  readonly facts: ModelFacts;
  /** What it says of its experiment; null for a file that is not of Layerlab. */
  readonly card: ModelCard | null;
}

/** @throws AppError `badModel`, `notFound` */
export async function openModelFile(parts: Parts, model: ModelReference): Promise<OpenedModel> {
  const { path, facts } = await ('path' in model
    ? opened(parts, resolve(model.path))
    : openedOfRun(parts, model));
  return { path, facts, card: cardOf(facts) };
}

async function opened({ inference }: Parts, path: string) {
  return { path, facts: await inference.with(path, (process) => process.open(path)) };
}

/** What is kept of a run can be made anew where it is not whole any more. */
async function openedOfRun(parts: Parts, model: ModelOfRun) {
  const path = await fileOfRun(parts, model);
  try {
    return await opened(parts, path);
  } catch (refused) {
    if (await isWhole(path)) throw refused;
    return opened(parts, await fileOfRun(parts, model, 'anew'));
  }
}

/** Whether a file that we wrote has what belongs to it beside it. */
async function isWhole(path: string): Promise<boolean> {
  try {
    const head = readModelHead(await readWholeFile(path), path);
    await requireUnchangedData(path, head, await dataPathsOf(path, head));
    return true;
  } catch {
    return false;
  }
}

/** The card of the file that was opened last: reading it takes longer than a small network. */
let last: { readonly sha256: string; readonly card: ModelCard | null } | null = null;

function cardOf({ sha256, metadata }: ModelFacts): ModelCard | null {
  if (last?.sha256 !== sha256) last = { sha256, card: readCard(metadata) };
  return last.card;
}

/** @throws AppError `badModel` for a model that does not say what its inputs and outputs mean */
export function requireCard({ card, path, facts }: OpenedModel): ModelCard {
  if (card !== null) return card;
  const [input] = facts.inputs;
  const shape = input === undefined ? '' : ` of ${input.shape.join(' × ')}`;
  throw new AppError('badModel', 'The model does not say what its inputs and outputs mean.', {
    where: path,
    remedy:
      'Only models that Layerlab has exported do. ' +
      `This one takes ${input?.type ?? 'nothing'}${shape}: "layerlab serve" answers to arrays of that shape.`,
  });
}
