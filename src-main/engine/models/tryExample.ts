import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelReference, TriedExamples, TryRequest, TryResult } from '@shared/contract/models';
import { preparedFiles, type PreparedDataset } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import type { ModelCard } from '@shared/exporting/modelCard';
import type { Prediction } from '@shared/exporting/predictions/prediction';
import { sizeOf } from '@shared/ops/shape';
import { badDataset } from '../datasets/readers/files';
import { NumberReader } from '../datasets/tables/cells/numbers';
import type { EngineParts } from '../engineParts';
import { readExamples } from '../exporting/proof/examples';
import { requireDataset } from '../jobs/starting/startRun';
import { cellReader, rowOf } from './inputs/cells';
import { imageInput } from './inputs/imageInputs';
import { tableInputsOf } from './inputs/tableRows';
import { labelOf, targetsOf } from './labels';
import { openModelFile, requireCard } from './modelFile';
import { predictValues } from './predict';

/** Examples that are looked at, and how many of the worst are shown. */
const mostExamined = 1000;
const mostShown = 60;
/** Values that the shown examples may hold together. */
const mostValues = 1_000_000;

/** @throws AppError `badDataset` for what does not fit the model, `badModel` */
export async function tryExample(parts: EngineParts, { model, example }: TryRequest): Promise<TryResult> {
  const opened = await openModelFile(parts, model);
  const card = requireCard(opened);
  const values = await valuesOf(example, card);
  const from = performance.now();
  const [prediction] = await predictValues(parts, opened.path, card, values, 1);
  if (prediction === undefined) throw new Error('the model gave no prediction');
  return { prediction, values: [...values], milliseconds: performance.now() - from };
}

/** An example as the model takes it, before its scaling. @throws AppError `badDataset` for what does not fit it */
export async function valuesOf(
  example: TryRequest['example'],
  { experiment, dataset }: ModelCard,
): Promise<Float32Array> {
  switch (example.kind) {
    case 'image':
      return imageInput(
        Buffer.from(example.base64, 'base64'),
        'the image given',
        experiment.dataset,
        dataset,
      );
    case 'row':
      return rowValues(example.cells, { experiment, dataset });
    case 'values':
      return exampleValues(example.values, dataset);
  }
}

/** An example as the data set would store it. @throws AppError `badDataset` for another number of values */
export function exampleValues(
  values: readonly number[],
  { inputShape }: Pick<PreparedDataset, 'inputShape'>,
): Float32Array {
  const size = sizeOf(inputShape);
  if (values.length === size) return Float32Array.from(values);
  throw badDataset(
    `The example has ${values.length} values, the model takes ${size}`,
    inputShape.join(' × '),
    'Give one value for each.',
  );
}

function rowValues(
  cells: Readonly<Record<string, string>>,
  { experiment, dataset }: Pick<ModelCard, 'experiment' | 'dataset'>,
): Float32Array {
  if (dataset.windows !== undefined) {
    throw badDataset(
      `A row is one of ${dataset.windows.steps} that the model takes`,
      dataset.name,
      'Give a table with the rows before it, or step through the examples.',
    );
  }
  const inputs = tableInputsOf(experiment.dataset, dataset);
  const numbers = new NumberReader({ decimal: '.', thousands: 'none' });
  const batch = rowOf(inputs.map(({ column }) => cells[column] ?? ''));
  const values = new Float32Array(sizeOf(dataset.inputShape));
  inputs.forEach((input, cell) => {
    const problem = cellReader(input, numbers).read(batch, cell, values, 0);
    if (problem !== null) throw badDataset(problem.message, `column “${input.column}”`, problem.remedy);
  });
  return values;
}

/** Examples of the data set that the model learned from, those that it does worst first. */
export async function triedExamples(parts: EngineParts, model: ModelReference): Promise<TriedExamples> {
  const opened = await openModelFile(parts, model);
  const card = requireCard(opened);
  const { dataset } = card;
  if ('runId' in model) await requireDataset(parts, model.runId);
  const directory = parts.workspace.dataset(dataset.hash);
  if (!existsSync(join(directory, preparedFiles.description))) {
    throw new AppError('notFound', 'The data set of this model is not in this workspace.', {
      where: dataset.name,
      remedy: 'Try examples of your own, or open the run that the model was exported from.',
    });
  }
  const { split, count, inputs, indices, targets } = await readExamples(directory, dataset, mostExamined);
  const predictions = await predictValues(parts, opened.path, card, inputs, count);
  const size = sizeOf(dataset.inputShape);
  const rows = predictions
    .map((prediction, row) => ({
      row,
      prediction,
      wrongness: wrongnessOf(prediction, targetsOf(targets, row, dataset), card),
    }))
    .sort((a, b) => b.wrongness - a.wrongness || a.row - b.row)
    .slice(0, Math.max(1, Math.min(mostShown, Math.floor(mostValues / size))));
  return {
    split,
    examined: count,
    examples: rows.map(({ row, prediction, wrongness }) => ({
      index: indices[row] ?? row,
      values: [...inputs.subarray(row * size, (row + 1) * size)],
      label: labelOf(targets, row, dataset),
      prediction,
      wrongness,
    })),
  };
}

function wrongnessOf(
  { class: answer, probabilities, value, outputs }: Prediction,
  targets: readonly number[],
  { dataset }: ModelCard,
): number {
  if (value !== null) {
    const errors = targets.map((target, at) => Math.abs((outputs[at] ?? NaN) - target));
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  }
  const share = probabilities?.[targets[0] ?? 0];
  return share === undefined ? Number(answer !== labelOf(targets, 0, dataset)) : 1 - share;
}
