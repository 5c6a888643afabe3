import { misfitOf } from '@shared/data/ownExamples';
import type { PreparedDataset } from '@shared/data/prepared';
import { badDataset } from '../../datasets/readers/files';
import { exampleFiles, idOfFile, readExample, readForm } from '../../datasets/readers/own/folder';
import type { InputBatch } from './inputs';

/**
 * Examples that a person kept, each called by its label and its file.
 * @throws AppError `badDataset` where they are of another form than the model's
 */
export async function* readOwnInputs(folder: string, dataset: PreparedDataset): AsyncGenerator<InputBatch> {
  const form = await readForm(folder);
  const misfit = misfitOf(form, dataset);
  if (misfit !== null) {
    throw badDataset(
      `The kept examples do not fit the model: ${misfit}`,
      folder,
      'Give those that were kept of its data set.',
    );
  }
  for (const file of await exampleFiles(folder)) {
    const { label, values } = await readExample(file, form);
    yield { names: [`${label}/${idOfFile(file)}`], values: Float32Array.from(values) };
  }
}
