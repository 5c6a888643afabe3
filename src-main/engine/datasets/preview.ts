import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DatasetPreview,
  type PreparedDataset,
  preparedFiles,
  targetSizeOf,
} from '@shared/data/prepared';
import { isTableSpec } from '@shared/data/catalogue';
import type { DatasetSpec } from '@shared/data/spec';
import { readStoredExamples } from './storedExamples';
import { collectAfter } from './preparing/collecting';
import { type Prepared, prepareDataset, type PrepareOptions } from './preparing/prepare';
import { findingsOf } from './tables';

const mostPoints = 3000;
const imagesPerClass = 8;

type SplitName = DatasetPreview['points'][number]['split'];

/** Int32 or float32 values of a small file of the prepared data set. */
async function readWords(path: string): Promise<ArrayBuffer> {
  const bytes = await readFile(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** A prepared data set opened to look at some of its examples. */
class PreparedReader {
  private constructor(
    readonly dataset: PreparedDataset,
    readonly targets: Int32Array | Float32Array,
    private readonly indices: Int32Array,
    private readonly directory: string,
  ) {}

  static async open({ dataset, directory }: Prepared): Promise<PreparedReader> {
    const targets = await readWords(join(directory, preparedFiles.targets));
    return new PreparedReader(
      dataset,
      dataset.task === 'classification' ? new Int32Array(targets) : new Float32Array(targets),
      new Int32Array(await readWords(join(directory, preparedFiles.splits))),
      directory,
    );
  }

  split(name: SplitName): Int32Array {
    const { training, validation } = this.dataset.splits;
    if (name === 'training') return this.indices.subarray(0, training);
    if (name === 'validation') return this.indices.subarray(training, training + validation);
    return this.indices.subarray(training + validation);
  }

  /** The split of each example: 0 training, 1 validation, 2 test. */
  splits(): Uint8Array {
    const splits = new Uint8Array(this.dataset.examples);
    for (const index of this.split('validation')) splits[index] = 1;
    for (const index of this.split('test')) splits[index] = 2;
    return splits;
  }

  /** The class or the value to predict, of several the first. */
  target(index: number): number {
    return this.targets[index * targetSizeOf(this.dataset)] ?? 0;
  }

  /** The values of some examples, in the order asked for. */
  inputs(examples: readonly number[]): Promise<(Uint8Array | Float32Array)[]> {
    return readStoredExamples(this.directory, this.dataset, examples);
  }
}

function countClasses(reader: PreparedReader): number[] {
  const counts = reader.dataset.classNames.map(() => 0);
  if (counts.length === 0) return counts;
  for (const index of reader.split('training')) {
    const label = reader.target(index);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/** Seven digits are what a 32-bit float holds; more would show what storing the number added. */
const shown = (value: number): number => Number(value.toPrecision(7));

/** The features, then the target, in the order of the file; of windows their last rows, and what comes next. */
async function readTable(reader: PreparedReader, count: number): Promise<DatasetPreview['rows']> {
  const { dataset } = reader;
  const width = dataset.inputShape.at(-1) ?? 0;
  if (dataset.inputShape.length !== 1 && dataset.windows === undefined) return [];
  const examples = Array.from({ length: Math.min(count, dataset.examples) }, (_, index) => index);
  const inputs = await reader.inputs(examples);
  return inputs.map((values, index) => {
    const target = reader.target(index);
    return [...Array.from(values.subarray(-width), shown), dataset.classNames[target] ?? shown(target)];
  });
}

async function readPoints(reader: PreparedReader): Promise<DatasetPreview['points']> {
  const { dataset } = reader;
  const [features = 0] = dataset.inputShape;
  if (dataset.inputShape.length !== 1 || features > 2) return [];
  const share = Math.min(1, mostPoints / (dataset.splits.training + dataset.splits.validation));
  const points: DatasetPreview['points'] = [];
  for (const split of ['training', 'validation'] as const) {
    // A split is in random order, so its beginning is a fair sample.
    const indices = reader.split(split);
    const chosen = [...indices.subarray(0, Math.ceil(share * indices.length))].sort((a, b) => a - b);
    const inputs = await reader.inputs(chosen);
    inputs.forEach((values, place) => {
      points.push({ x: [...values], target: reader.target(chosen[place] ?? 0), split });
    });
  }
  return points;
}

async function readImages(reader: PreparedReader): Promise<DatasetPreview['images']> {
  const { dataset } = reader;
  if (dataset.inputShape.length !== 3 || dataset.inputDtype !== 'uint8') return [];
  const taken = dataset.classNames.map((): number[] => []);
  for (const index of reader.split('training')) {
    const ofClass = taken[reader.target(index)];
    if (ofClass !== undefined && ofClass.length < imagesPerClass) ofClass.push(index);
  }
  const chosen = taken.flatMap((indices, label) => indices.map((index) => ({ index, label })));
  const inputs = await reader.inputs(chosen.map(({ index }) => index));
  return chosen.map(({ label }, place) => ({
    bytes: Buffer.from(inputs[place] ?? []).toString('base64'),
    label,
  }));
}

async function findingsIn(
  spec: DatasetSpec,
  { spec: resolved }: Prepared,
  reader: PreparedReader,
  signal: AbortSignal | undefined,
): Promise<DatasetPreview['findings']> {
  if (!isTableSpec(spec)) return [];
  // The beginning of a file, which is looked at, may not tell its encoding.
  const encoding = spec.kind === 'csv' && resolved.kind === 'csv' ? { encoding: resolved.encoding } : {};
  return findingsOf({ ...spec, ...encoding }, reader.splits(), signal);
}

/**
 * Prepares a data set and shows some of it: class balance, the first `rows` rows of a table, points of the plane or
 * of a curve, some images of each class; whatever does not suit its shape is empty.
 * @throws AppError `badDataset`, as {@link prepareDataset} does.
 */
export async function previewDataset(
  spec: DatasetSpec,
  options: PrepareOptions,
  rows: number,
): Promise<DatasetPreview> {
  const preview = await lookInto(await prepareDataset(spec, options), spec, options, rows);
  // A training often follows.
  collectAfter(preview.dataset.examples);
  return preview;
}

async function lookInto(
  prepared: Prepared,
  spec: DatasetSpec,
  { signal }: PrepareOptions,
  rows: number,
): Promise<DatasetPreview> {
  const reader = await PreparedReader.open(prepared);
  return {
    dataset: reader.dataset,
    classCounts: countClasses(reader),
    rows: await readTable(reader, rows),
    points: await readPoints(reader),
    images: await readImages(reader),
    findings: await findingsIn(spec, prepared, reader, signal),
    resolved: isTableSpec(spec) ? prepared.spec : null,
  };
}
