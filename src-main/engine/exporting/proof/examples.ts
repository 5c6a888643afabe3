import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { preparedFiles, type PreparedDataset, targetSizeOf } from '@shared/data/prepared';
import { sizeOf } from '@shared/ops/shape';
import { readExactly } from '../../../files/readExactly';
import { readStoredExamples } from '../../datasets/storedExamples';
import type { Split } from '@shared/runs/run';

/** Examples as the data set stores them, in float32. */
export interface RawExamples {
  readonly split: Split;
  readonly count: number;
  readonly inputs: Float32Array;
  /** Each example's place in the data set. */
  readonly indices: readonly number[];
  /** Class indices, or the values to predict, example after example. */
  readonly targets: Int32Array | Float32Array;
}

/** The split that shows best how a network does: the first of test, validation and training that has examples. */
function bestSplit({ splits }: PreparedDataset): Split {
  return (['validation', 'test', 'training'] as const).find((name) => splits[name] > 0) ?? 'training';
}

/** Reads up to `most` examples of a prepared data set, of the split that is asked for. */
export async function readExamples(
  directory: string,
  dataset: PreparedDataset,
  most: number,
  split: Split = bestSplit(dataset),
): Promise<RawExamples> {
  const { splits } = dataset;
  const first = { training: 0, validation: splits.training, test: splits.training + splits.validation }[
    split
  ];
  const count = Math.min(splits[split], most);
  const order = await readFile(join(directory, preparedFiles.splits));
  const indices = Array.from({ length: count }, (_, at) => order.readInt32LE((first + at) * 4));
  return { split, count, indices, ...(await examplesAt(directory, dataset, indices)) };
}

/** The examples at some places of a prepared data set. */
export async function examplesAt(
  directory: string,
  dataset: PreparedDataset,
  indices: readonly number[],
): Promise<Pick<RawExamples, 'inputs' | 'targets'>> {
  const width = sizeOf(dataset.inputShape);
  const inputs = new Float32Array(indices.length * width);
  const stored = await readStoredExamples(directory, dataset, indices);
  stored.forEach((values, at) => inputs.set(values, at * width));
  return { inputs, targets: await readTargets(directory, dataset, indices) };
}

async function readTargets(
  directory: string,
  dataset: PreparedDataset,
  indices: readonly number[],
): Promise<RawExamples['targets']> {
  const { task, examples } = dataset;
  const size = targetSizeOf(dataset);
  const all = task === 'classification' ? new Int32Array(examples) : new Float32Array(examples * size);
  const path = join(directory, preparedFiles.targets);
  await using file = await open(path, 'r');
  await readExactly(file, path, new Uint8Array(all.buffer), 0);
  const wanted = rowsOf(all, size, indices);
  return task === 'classification' ? Int32Array.from(wanted) : Float32Array.from(wanted);
}

/** Some of the rows of a table of numbers, one after another. */
function rowsOf(values: ArrayLike<number>, width: number, rows: readonly number[]): number[] {
  return rows.flatMap((row) => Array.from({ length: width }, (_, at) => values[row * width + at] ?? 0));
}

/** Some of the examples, by their place among them. */
export function chosenExamples(examples: RawExamples, rows: readonly number[]): RawExamples {
  const count = Math.max(1, examples.count);
  const width = examples.inputs.length / count;
  const inputs = new Float32Array(rows.length * width);
  rows.forEach((row, at) => inputs.set(examples.inputs.subarray(row * width, (row + 1) * width), at * width));
  return {
    ...examples,
    count: rows.length,
    inputs,
    indices: rows.map((row) => examples.indices[row] ?? row),
    targets: Float32Array.from(rowsOf(examples.targets, examples.targets.length / count, rows)),
  };
}
