import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { preparedFiles, type PreparedDataset } from '@shared/data/prepared';
import { rehearsedExamples } from '@shared/diagnosis/rehearsal/rehearsal';
import { rehearsedRows } from '@shared/diagnosis/rehearsal/rows';
import { AppError } from '@shared/errors';
import { sizeOf } from '@shared/ops/shape';
import type { Prepared } from '../datasets';
import { chosenExamples, readExamples, type RawExamples } from '../exporting/proof/examples';

/** Examples to choose from, and values that they have together, about. */
const [mostCandidates, mostValues] = [1000, 4_000_000];

/**
 * Makes a prepared data set of the few examples that are to be learned by heart, all of them for training.
 * @param folder takes its files
 * @throws AppError `badDataset` where there is nothing to tell apart
 */
export async function writeRehearsed(
  { dataset, directory }: Pick<Prepared, 'dataset' | 'directory'>,
  folder: string,
): Promise<PreparedDataset> {
  const isClassification = dataset.task === 'classification';
  const fitting = Math.floor(mostValues / sizeOf(dataset.inputShape));
  const candidates = Math.max(3 * rehearsedExamples, Math.min(mostCandidates, fitting));
  const found = await readExamples(directory, dataset, candidates, 'training');
  const chosen = chosenExamples(found, rehearsedRows(found, isClassification, rehearsedExamples));
  requireDifference(chosen, dataset.name);
  const targets = isClassification ? Int32Array.from(chosen.targets) : Float32Array.from(chosen.targets);
  const order = Int32Array.from({ length: chosen.count }, (_, place) => place);
  await writeFile(join(folder, preparedFiles.inputs), bytesOf(chosen.inputs));
  await writeFile(join(folder, preparedFiles.targets), bytesOf(targets));
  await writeFile(join(folder, preparedFiles.splits), bytesOf(order));
  return {
    ...dataset,
    examples: chosen.count,
    inputDtype: 'float32',
    splits: { training: chosen.count, validation: 0, test: 0 },
  };
}

function requireDifference({ targets }: RawExamples, name: string): void {
  if (new Set(targets).size > 1) return;
  throw new AppError('badDataset', 'The training examples all have the same answer, or are all the same.', {
    where: name,
    remedy: 'There is nothing to learn in them: see which column is the target.',
  });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array | Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
