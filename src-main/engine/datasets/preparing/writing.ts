import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { foldingOf } from '@shared/data/dataset';
import { type PreparedDataset, preparedFiles, targetSizeOf } from '@shared/data/prepared';
import type { DatasetSpec } from '@shared/data/spec';
import type { TableInput } from '@shared/data/tables/inputs';
import { AppError } from '@shared/errors';
import { sizeOf } from '@shared/ops/shape';
import { placeOfData } from '../placeOfData';
import type { DatasetSource, ReadExamples } from '../source';
import { sparseClasses, split, type Splits, untrained, unusedShares } from '../splitting';
import { placesByNumber } from '../splitting/places';
import { withTrainedOnly } from './alsoTrainOn';
import { type Fill, fillMissing, type FilledIn } from './fills';
import { heldOutAmong } from './heldOut';
import { type FittedScaling, type ScalingFit, scalingFit } from './scaling';
import { maskOf, overInputs, type WrittenInputs } from './writtenInputs';

/** What may end the reading of a data set, and who hears of it. */
export interface WriteOptions {
  readonly signal?: AbortSignal;
  /** Examples read so far, and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

const noneOfTheirOwn = { validation: 0, test: 0 };

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

async function writeFlushed(path: string, content: string | Uint8Array): Promise<void> {
  await using file = await open(path, 'w');
  await file.writeFile(content);
  await file.sync();
}

interface WrittenExamples extends ReadExamples {
  readonly targets: Int32Array | Float32Array;
  readonly inputsDigest: Buffer;
}

/** Streams the inputs to disk as they come; only the targets stay in memory. */
async function writeInputs(
  source: DatasetSource,
  inputs: FileHandle,
  options: WriteOptions,
): Promise<WrittenExamples> {
  const { examples, task } = source.content;
  const targetSize = targetSizeOf(source.content);
  const values = examples * targetSize;
  const targets = task === 'classification' ? new Int32Array(values) : new Float32Array(values);
  const digest = createHash('sha256');
  let done = 0;
  for await (const chunk of source.chunks()) {
    options.signal?.throwIfAborted();
    const bytes = bytesOf(chunk.inputs);
    digest.update(bytes);
    await inputs.writeFile(bytes);
    targets.set(chunk.targets, done * targetSize);
    done += chunk.targets.length / targetSize;
    options.onProgress?.(done, examples);
  }
  const { own = noneOfTheirOwn, remarks = [] } = source;
  const read = source.read?.() ?? { examples, own, remarks };
  if (done !== read.examples) {
    throw new AppError('badDataset', `${read.examples} examples were announced and ${done} came`, {
      remedy: 'The file seems to have changed while it was read; try again.',
    });
  }
  return { ...read, targets: targets.subarray(0, done * targetSize), inputsDigest: digest.digest() };
}

async function digestOf(inputs: WrittenInputs, signal: AbortSignal | undefined): Promise<Buffer> {
  const digest = createHash('sha256');
  await overInputs(inputs, signal, (values) => {
    digest.update(bytesOf(values));
    return false;
  });
  return digest.digest();
}

/** Shows the training examples to what measures the scaling. */
async function fitScaling(
  fit: FittedScaling | ScalingFit,
  inputs: WrittenInputs,
  training: Int32Array,
  signal: AbortSignal | undefined,
): Promise<FittedScaling> {
  if (!('add' in fit)) return fit;
  const isTraining = maskOf(training, inputs.examples);
  const { size } = inputs;
  await overInputs(inputs, signal, (values, first) => {
    for (let at = 0; at < values.length; at += size) {
      if (isTraining[first + at / size] === 1) fit.add(values.subarray(at, at + size));
    }
    return false;
  });
  return fit.result();
}

/**
 * The name, the remarks and how it was read are left out: the same content under another name is the same data set. How many
 * values an example has to predict has always been in it: the data set of an earlier run must come to the same one.
 */
function contentHash(
  dataset: Omit<PreparedDataset, 'hash'>,
  inputsDigest: Buffer,
  rest: readonly Uint8Array[],
): string {
  const { name: _, remarks: __, tableInputs: ___, splits, scaling, ...content } = dataset;
  const hashed = { ...content, targetSize: targetSizeOf(dataset), splits, scaling };
  const hash = createHash('sha256').update(JSON.stringify(hashed)).update(inputsDigest);
  for (const bytes of rest) hash.update(bytes);
  return hash.digest('hex');
}

function splitsBytes({ training, validation, test }: Splits): Uint8Array {
  const all = new Int32Array(training.length + validation.length + test.length);
  all.set(training);
  all.set(validation, training.length);
  all.set(test, training.length + validation.length);
  return bytesOf(all);
}

function foldOfNone(fold: number): AppError {
  return new AppError('badDataset', `Fold ${fold} is chosen, and it is not said how many folds there are`, {
    where: 'dataset.fold',
    remedy: 'Set dataset.folds as well, or leave dataset.fold out.',
  });
}

/** The inputs of a table with what takes the place of missing values. */
function withFills(inputs: readonly TableInput[], filled: readonly FilledIn[]): TableInput[] {
  return inputs.map((input) => {
    const { first, missing } = input;
    if (missing === null) return input;
    const values = [...missing];
    for (const fill of filled) {
      fill.values.forEach((value, at) => {
        const place = fill.first + at - first;
        if (place >= 0 && place < values.length) values[place] = value;
      });
    }
    return { ...input, missing: values };
  });
}

/**
 * Puts values of the training split in the place of missing ones. Of a table each example is a row, of windows each of its
 * steps is.
 */
function fillRows(
  fills: readonly Fill[],
  inputs: WrittenInputs,
  width: number,
  training: Int32Array,
  signal: AbortSignal | undefined,
): Promise<readonly FilledIn[]> {
  const steps = inputs.size / width;
  const ofTraining =
    steps === 1
      ? training
      : Int32Array.from(
          { length: training.length * steps },
          (_, at) => (training[Math.floor(at / steps)] ?? 0) * steps + (at % steps),
        );
  const rows = { ...inputs, examples: inputs.examples * steps, size: width };
  return fillMissing(fills, rows, ofTraining, signal);
}

/** Writes all four files of a data set to `folder`. */
export async function writeDataset(
  spec: DatasetSpec,
  source: DatasetSource,
  folder: string,
  options: WriteOptions,
): Promise<PreparedDataset> {
  await using file = await open(join(folder, preparedFiles.inputs), 'w+');
  const written = await writeInputs(source, file, options);
  const { targets, examples, own } = written;
  const { content, fills = [], trainedOnly = 0 } = source;
  const shared = examples - trainedOnly;
  const folding = foldingOf(spec);
  if (spec.fold !== undefined && folding === null) throw foldOfNone(spec.fold);
  const request = {
    labels: content.task === 'classification' ? targets.subarray(0, shared) : null,
    place: placeOfData(spec, content),
    classNames: content.classNames,
    places: written.places ?? placesByNumber(content.name),
    examples: shared,
    own,
    validationFraction: folding === null ? spec.validationFraction : 0,
    testFraction: spec.testFraction,
    seed: spec.splitSeed,
  };
  const rule = source.splitRule?.() ?? { by: 'shares' };
  const { inputShape, inputDtype } = content;
  const inputs = { file, examples, size: sizeOf(inputShape), dtype: inputDtype };
  const drawn = split(request, rule, folding);
  const kept = Array.from({ length: trainedOnly }, (_, at) => shared + at);
  const heldOut = await heldOutAmong(inputs, kept, drawn, fills.length > 0, options.signal);
  const { splits, remarks: ofKept } = withTrainedOnly(drawn, kept, heldOut, spec.splitSeed);
  const remarks = [
    ...written.remarks,
    ...ofKept,
    ...unusedShares(request, rule),
    ...untrained(request, splits),
    ...(folding === null ? [] : sparseClasses(request, folding.folds, splits)),
  ];
  const width = inputShape.at(-1) ?? 1;
  const filled =
    fills.length === 0 ? [] : await fillRows(fills, inputs, width, splits.training, options.signal);
  const inputsDigest = fills.length > 0 ? await digestOf(inputs, options.signal) : written.inputsDigest;
  await file.sync();
  const fit = scalingFit(spec.scaling, inputDtype, width);
  const described = {
    name: content.name,
    task: content.task,
    examples,
    inputShape: [...inputShape],
    inputDtype,
    featureNames: content.featureNames,
    targetName: content.targetName,
    classNames: content.classNames,
    ...(content.windows && { windows: content.windows }),
    splits: {
      training: splits.training.length,
      validation: splits.validation.length,
      test: splits.test.length,
    },
    scaling: await fitScaling(fit, inputs, splits.training, options.signal),
    ...(source.tableInputs && { tableInputs: withFills(source.tableInputs, filled) }),
    ...(remarks.length === 0 ? {} : { remarks }),
  };
  const [targetBytes, splitBytes] = [bytesOf(targets), splitsBytes(splits)];
  const dataset = { hash: contentHash(described, inputsDigest, [targetBytes, splitBytes]), ...described };
  await writeFlushed(join(folder, preparedFiles.targets), targetBytes);
  await writeFlushed(join(folder, preparedFiles.splits), splitBytes);
  await writeFlushed(join(folder, preparedFiles.description), JSON.stringify(dataset, null, 2));
  return dataset;
}
