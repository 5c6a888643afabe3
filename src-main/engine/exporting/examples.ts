import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { preparedFiles, type PreparedDataset } from '@shared/data/prepared';
import { sizeOf } from '@shared/ops/shape';
import { readStoredExamples } from '../datasets/storedExamples';
import type { Split } from '@shared/runs/run';

/** Examples as the data set stores them, in float32. */
export interface RawExamples {
  readonly split: Split;
  readonly count: number;
  readonly inputs: Float32Array;
}

/** The split that shows best how a network does: the first of test, validation and training that has examples. */
function splitFor({ splits }: PreparedDataset): { split: Split; first: number; size: number } {
  const first = { training: 0, validation: splits.training, test: splits.training + splits.validation };
  const split = (['validation', 'test', 'training'] as const).find((name) => splits[name] > 0) ?? 'training';
  return { split, first: first[split], size: splits[split] };
}

/** Reads up to `most` examples of a prepared data set. */
export async function readExamples(
  directory: string,
  dataset: PreparedDataset,
  most: number,
): Promise<RawExamples> {
  const { split, first, size } = splitFor(dataset);
  const count = Math.min(size, most);
  const splits = await readFile(join(directory, preparedFiles.splits));
  const width = sizeOf(dataset.inputShape);
  const inputs = new Float32Array(count * width);
  const indices = Array.from({ length: count }, (_, at) => splits.readInt32LE((first + at) * 4));
  const stored = await readStoredExamples(directory, dataset, indices);
  stored.forEach((values, at) => inputs.set(values, at * width));
  return { split, count, inputs };
}
