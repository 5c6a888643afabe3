import type { ExamplesRequest, ShownExample } from '@shared/contract/predictions';
import { storedCells } from '@shared/data/tables/storedCells';
import { AppError } from '@shared/errors';
import type { EngineParts } from '../engineParts';
import { examplesAt } from '../exporting/proof/examples';
import { requireDataset } from '../jobs/starting/startRun';
import { openModelFile, requireCard } from '../models/modelFile';
import { labelOf } from '../models/labels';
import { predictValues } from '../models/predict';

/** Some examples as they are stored, with what a run's weights answer. @throws AppError `badArgument` for a place that is none */
export async function shownExamples(
  parts: EngineParts,
  { runId, checkpoint, indices }: ExamplesRequest,
): Promise<ShownExample[]> {
  const opened = await openModelFile(parts, { runId, checkpoint });
  const card = requireCard(opened);
  const { dataset } = card;
  const outside = indices.find((index) => index >= dataset.examples);
  if (outside !== undefined) {
    throw new AppError('badArgument', `The data set has no example ${outside}.`, {
      where: dataset.name,
      remedy: `Its examples are numbered from 0 to ${dataset.examples - 1}.`,
    });
  }
  await requireDataset(parts, runId);
  if (indices.length === 0) return [];
  const { inputs, targets } = await examplesAt(parts.workspace.dataset(dataset.hash), dataset, indices);
  const predictions = await predictValues(parts, opened.path, card, inputs, indices.length);
  const size = inputs.length / indices.length;
  return predictions.map((prediction, row) => {
    const values = [...inputs.subarray(row * size, (row + 1) * size)];
    return {
      index: indices[row] ?? row,
      values,
      cells: storedCells(dataset, values),
      label: labelOf(targets, row, dataset),
      prediction,
    };
  });
}
