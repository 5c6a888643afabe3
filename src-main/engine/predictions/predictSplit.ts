import { join } from 'node:path';
import type { SplitPredictions, SplitRequest } from '@shared/contract/predictions';
import { targetSizeOf } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import type { ModelCard } from '@shared/exporting/modelCard';
import type { Prediction } from '@shared/exporting/predictions/prediction';
import { joined } from '@shared/ops/joined';
import { indexOfLargest } from '@shared/ops/largest';
import { labelSuspects } from '@shared/predictions/labelSuspects';
import { resolveTraining } from '@shared/training/resolve';
import { replaceFile } from '../../files/replaceFile';
import type { EngineParts } from '../engineParts';
import { lossModel } from '../exporting/onnx/lossModel';
import { readExamples } from '../exporting/proof/examples';
import { requireDataset } from '../jobs/starting/startRun';
import { openModelFile, requireCard } from '../models/modelFile';
import { readPredictions } from '../models/predict';

/** Examples that are looked at: of more, figures hardly change, and convolutions take their time. */
const mostExamples = 10_000;
/** Values that go to the model at once. */
const valuesAtOnce = 4_000_000;
const mostSuspects = 200;

interface Answers {
  readonly outputs: Float32Array;
  readonly width: number;
  readonly targets: Int32Array | Float32Array;
  readonly indices: readonly number[];
}

/**
 * What a run's weights answer to a split, with the loss of each example by the run's own definition.
 * @throws AppError `badDataset` for an empty split, `notFound` for weights that are not there, `badModel`
 */
export async function predictSplit(
  parts: EngineParts,
  { runId, checkpoint, split }: SplitRequest,
  signal?: AbortSignal,
): Promise<SplitPredictions> {
  const opened = await openModelFile(parts, { runId, checkpoint });
  const card = requireCard(opened);
  const { dataset, experiment, weights } = card;
  if (dataset.splits[split] === 0) {
    throw new AppError('badDataset', `The ${split} split has no examples.`, {
      where: dataset.name,
      remedy: 'Choose another split, or give this one a share of the data and train again.',
    });
  }
  await requireDataset(parts, runId);
  const answers = await answersOf(parts, opened.path, card, split, signal);
  const { outputs, targets, indices } = answers;
  const predictions = readPredictions(card, outputs, indices.length);
  const shares = predictions.every(({ probabilities }) => probabilities !== null)
    ? predictions.map(({ probabilities }) => probabilities ?? [])
    : null;
  const suspects = shares === null ? [] : labelSuspects(targets, shares, dataset.classNames.length);
  const horizon = targetSizeOf(dataset);
  const { threshold } = resolveTraining(experiment.training).loss.definition;
  return {
    split,
    step: weights.step,
    epoch: weights.epoch,
    splitExamples: dataset.splits[split],
    task: dataset.task,
    classNames: dataset.classNames,
    inputShape: dataset.inputShape,
    indices: [...indices],
    horizon,
    targets: indices.map((_, row) => targets[row * horizon] ?? 0),
    answers: predictions.map((prediction) => answerOf(prediction, dataset.classNames)),
    losses: Array.from(await lossesOf(parts, opened.path, card, runId, answers), (loss) =>
      Number.isFinite(loss) ? loss : null,
    ),
    ofRight: shares?.map((of, row) => of[targets[row] ?? 0] ?? 0) ?? null,
    ofAnswer: shares?.map((of) => of[indexOfLargest(of)] ?? 0) ?? null,
    scores: dataset.classNames.length === 2 ? scoresOf(predictions, shares, threshold) : null,
    suspects: suspects.slice(0, mostSuspects),
  };
}

function answerOf(prediction: Prediction, classNames: readonly string[]): number {
  return prediction.value ?? classNames.indexOf(prediction.class ?? '');
}

/** What speaks for the second of two classes. */
function scoresOf(
  predictions: readonly Prediction[],
  shares: readonly (readonly number[])[] | null,
  threshold: number,
): SplitPredictions['scores'] {
  if (shares !== null) return { values: shares.map((of) => of[1] ?? 0), threshold: 0.5 };
  const isOne = predictions.every(({ outputs }) => outputs.length === 1);
  return {
    values: predictions.map(({ outputs: [first = 0, second = 0] }) => (isOne ? first : second - first)),
    threshold: isOne ? threshold : 0,
  };
}

async function answersOf(
  { inference, workspace }: EngineParts,
  path: string,
  { dataset }: ModelCard,
  split: SplitRequest['split'],
  signal?: AbortSignal,
): Promise<Answers> {
  const examples = await readExamples(workspace.dataset(dataset.hash), dataset, mostExamples, split);
  const { count, inputs, targets, indices } = examples;
  const size = inputs.length / count;
  const atOnce = Math.max(1, Math.floor(valuesAtOnce / size));
  const pieces: Float32Array[] = [];
  await inference.with(path, async (process) => {
    for (let from = 0; from < count; from += atOnce) {
      signal?.throwIfAborted();
      const to = Math.min(count, from + atOnce);
      const shape = [to - from, ...dataset.inputShape];
      pieces.push(await process.runOne(path, inputs.slice(from * size, to * size), shape));
    }
  });
  const outputs = joined(pieces);
  if (outputs.some((value) => !Number.isFinite(value))) {
    throw new AppError('badModel', 'The network’s answers are not all finite numbers.', {
      where: path,
      remedy: 'Look at the other checkpoint, or at what the doctor says of the run.',
    });
  }
  return { outputs, width: outputs.length / count, targets, indices };
}

async function lossesOf(
  { inference, workspace }: EngineParts,
  model: string,
  card: ModelCard,
  runId: SplitRequest['runId'],
  { outputs, width, targets, indices }: Answers,
): Promise<Float32Array> {
  const path = join(workspace.run(runId), 'loss.onnx');
  await replaceFile(path, lossModel(card, width), { isShared: true });
  const values = targets.length / indices.length;
  const across = width + values;
  const rows = new Float32Array(indices.length * across);
  indices.forEach((_, row) => {
    rows.set(outputs.subarray(row * width, (row + 1) * width), row * across);
    rows.set(targets.subarray(row * values, (row + 1) * values), row * across + width);
  });
  return inference.with(model, (process) => process.runOne(path, rows, [indices.length, across]));
}
