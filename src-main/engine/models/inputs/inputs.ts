import { stat } from 'node:fs/promises';
import type { ModelCard } from '@shared/exporting/modelCard';
import { fileError } from '../../../files/fileErrors';
import { badDataset } from '../../datasets/readers/files';
import { hasForm } from '../../datasets/readers/own/folder';
import { readImageInputs } from './imageInputs';
import { readOwnInputs } from './ownInputs';
import { readTableInputs } from './tableRows';

/** Examples as a model takes them, before its scaling. */
export interface InputBatch {
  /** What each example is called: the line of a table, the file of an image. */
  readonly names: readonly string[];
  /** Example after example. */
  readonly values: Float32Array;
}

/**
 * The examples of a file or folder, as the model takes them: a table's rows, an image, a folder of images, or of examples
 * that were kept.
 * @throws AppError `badDataset` with the place and the remedy, `notFound`
 */
export async function readInputs(
  path: string,
  { experiment, dataset }: ModelCard,
  signal?: AbortSignal,
): Promise<AsyncGenerator<InputBatch>> {
  const found = await stat(path).catch((thrown: unknown) => {
    throw fileError(thrown, path, 'The input cannot be read');
  });
  if (await hasForm(path)) return readOwnInputs(path, dataset);
  if (dataset.inputShape.length === 3) return readImageInputs(path, experiment.dataset, dataset);
  if (found.isDirectory()) {
    throw badDataset(
      'This is a folder, and the model takes the rows of a table',
      path,
      'Name the file in it.',
    );
  }
  return readTableInputs(path, experiment.dataset, dataset, signal);
}
