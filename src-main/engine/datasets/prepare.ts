import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { fileCatalogue, type FileSpec } from '@shared/data/catalogue';
import { foldingOf } from '@shared/data/dataset';
import { type PreparedDataset, preparedFiles } from '@shared/data/prepared';
import type { DatasetSpec } from '@shared/data/spec';
import type { TableInput } from '@shared/data/tables/inputs';
import { AppError } from '@shared/errors';
import { sizeOf } from '@shared/ops/shape';
import { wordsOfSystemError } from '@shared/systemErrors';
import { fileError } from '../../files/fileErrors';
import { readExactly } from '../../files/readExactly';
import { nameFolder, replaceFile } from '../../files/replaceFile';
import { Breathing } from './breathing';
import { isGenerated, openGenerated } from './generated';
import { requireMemory } from './memory';
import { findPrepared, preparedDirectory, readPrepared, rememberPrepared, requestKey } from './preparedIndex';
import { readerFor } from './readers';
import { requireAbsolutePaths } from './readers/absolutePaths';
import { type FittedScaling, scalingFit } from './scaling';
import type { DatasetSource, ReadExamples } from './source';
import { fillMissing, type FilledIn } from './fills';
import { sparseClasses, split, type Splits, untrained, unusedShares } from './splitting';

export interface PrepareOptions {
  /** The workspace's folder of prepared data sets. */
  readonly directory: string;
  readonly signal?: AbortSignal;
  /** Examples read so far, and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Prepared {
  readonly dataset: PreparedDataset;
  /** Folder of the data set's files. */
  readonly directory: string;
  /** The specification with everything said that was guessed from the files. */
  readonly spec: DatasetSpec;
}

const partialSuffix = '.partial';
const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;
const bytesAtOnce = 1 << 20;
const noneOfTheirOwn = { validation: 0, test: 0 };

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

const isFileSpec = (spec: DatasetSpec): spec is FileSpec =>
  fileCatalogue.some((entry) => entry.kind === spec.kind);

interface Opener {
  readonly files: readonly string[];
  open(): Promise<DatasetSource>;
}

async function openerFor(spec: DatasetSpec, signal: AbortSignal | undefined): Promise<Opener> {
  if (isGenerated(spec)) return { files: [], open: () => Promise.resolve(openGenerated(spec, signal)) };
  if (!isFileSpec(spec)) throw new Error('every kind is drawn or read');
  requireAbsolutePaths(spec);
  const reader = readerFor(spec);
  const files = await reader.files(spec);
  return { files, open: () => reader.open(spec, files, signal) };
}

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
  options: PrepareOptions,
): Promise<WrittenExamples> {
  const { examples, task } = source.content;
  const targets = task === 'classification' ? new Int32Array(examples) : new Float32Array(examples);
  const digest = createHash('sha256');
  let done = 0;
  for await (const chunk of source.chunks()) {
    options.signal?.throwIfAborted();
    const bytes = bytesOf(chunk.inputs);
    digest.update(bytes);
    await inputs.writeFile(bytes);
    targets.set(chunk.targets, done);
    done += chunk.targets.length;
    options.onProgress?.(done, examples);
  }
  const { own = noneOfTheirOwn, remarks = [] } = source;
  const read = source.read?.() ?? { examples, own, remarks };
  if (done !== read.examples) {
    throw new AppError('badDataset', `${read.examples} examples were announced and ${done} came`, {
      remedy: 'The file seems to have changed while it was read; try again.',
    });
  }
  return { ...read, targets: targets.subarray(0, done), inputsDigest: digest.digest() };
}

async function digestOf(inputs: FileHandle): Promise<Buffer> {
  const digest = createHash('sha256');
  const buffer = new Uint8Array(bytesAtOnce);
  for (let position = 0; ;) {
    const { bytesRead } = await inputs.read(buffer, 0, bytesAtOnce, position);
    if (bytesRead === 0) return digest.digest();
    digest.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** Goes over the inputs on disk once more, and shows the training examples among them to what measures the scaling. */
async function fitScaling(
  spec: DatasetSpec,
  { inputShape, inputDtype, examples }: Pick<PreparedDataset, 'inputShape' | 'inputDtype' | 'examples'>,
  training: Int32Array,
  inputs: FileHandle,
  signal: AbortSignal | undefined,
): Promise<FittedScaling> {
  const fit = scalingFit(spec.scaling, inputDtype, inputShape.at(-1) ?? 1);
  if (!('add' in fit)) return fit;

  const isTraining = new Uint8Array(examples);
  for (const index of training) isTraining[index] = 1;
  const size = sizeOf(inputShape);
  const bytesPerExample = size * (inputDtype === 'uint8' ? 1 : 4);
  const perRead = Math.max(1, Math.floor(bytesAtOnce / bytesPerExample));
  const buffer = new Uint8Array(perRead * bytesPerExample);
  const values = inputDtype === 'uint8' ? buffer : new Float32Array(buffer.buffer);
  const breathing = new Breathing(signal);
  for (let first = 0; first < examples; first += perRead) {
    const count = Math.min(perRead, examples - first);
    const bytes = buffer.subarray(0, count * bytesPerExample);
    await readExactly(inputs, preparedFiles.inputs, bytes, first * bytesPerExample);
    for (let index = 0; index < count; index++) {
      if (isTraining[first + index] === 1) fit.add(values.subarray(index * size, (index + 1) * size));
    }
    await breathing.pause();
  }
  return fit.result();
}

/**
 * The name, the remarks and how it was read are left out: the same content under another name is the same data set. Every example has one value to
 * predict, and the hash has always said so: the data set of an earlier run must come to the same one.
 */
function contentHash(
  dataset: Omit<PreparedDataset, 'hash'>,
  inputsDigest: Buffer,
  rest: readonly Uint8Array[],
): string {
  const { name: _, remarks: __, tableInputs: ___, splits, scaling, ...content } = dataset;
  const hashed = { ...content, targetSize: 1, splits, scaling };
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

/** Writes all four files to `folder`. */
async function writeDataset(
  spec: DatasetSpec,
  source: DatasetSource,
  folder: string,
  options: PrepareOptions,
): Promise<PreparedDataset> {
  await using inputs = await open(join(folder, preparedFiles.inputs), 'w+');
  const written = await writeInputs(source, inputs, options);
  const { targets, examples, own } = written;
  const { content, fills = [] } = source;
  const folding = foldingOf(spec);
  if (spec.fold !== undefined && spec.folds === undefined) throw foldOfNone(spec.fold);
  const request = {
    labels: content.task === 'classification' ? targets : null,
    name: content.name,
    classNames: content.classNames,
    examples,
    own,
    validationFraction: folding === null ? spec.validationFraction : 0,
    testFraction: spec.testFraction,
    seed: spec.splitSeed,
  };
  const rule = source.splitRule?.() ?? { by: 'shares' };
  const splits = split(request, rule, folding);
  const remarks = [
    ...written.remarks,
    ...unusedShares(request, rule),
    ...untrained(request, splits),
    ...(folding === null ? [] : sparseClasses(request, folding.folds, splits)),
  ];
  const size = sizeOf(content.inputShape);
  const filled = await fillMissing(fills, inputs, examples, size, splits.training, options.signal);
  const inputsDigest = fills.length > 0 ? await digestOf(inputs) : written.inputsDigest;
  await inputs.sync();
  const described = {
    name: content.name,
    task: content.task,
    examples,
    inputShape: [...content.inputShape],
    inputDtype: content.inputDtype,
    featureNames: content.featureNames,
    targetName: content.targetName,
    classNames: content.classNames,
    splits: {
      training: splits.training.length,
      validation: splits.validation.length,
      test: splits.test.length,
    },
    scaling: await fitScaling(spec, { ...content, examples }, splits.training, inputs, options.signal),
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

/** What renaming to a folder with something in it says; Windows has the last. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(String(error.code));

/** Gives the finished folder its name, unless the same data set already stands there. */
async function publish(temporary: string, folder: string): Promise<void> {
  try {
    await nameFolder(temporary, folder);
  } catch (error) {
    // Another call may have been first, or a crash may have left the folder there in part.
    if ((await readPrepared(folder)) !== null) {
      // The description may say more than an earlier version's did.
      const description = await readFile(join(temporary, preparedFiles.description));
      await replaceFile(join(folder, preparedFiles.description), description, { isShared: true });
      await rm(temporary, { recursive: true, force: true });
      return;
    }
    if (!isTaken(error)) throw error;
    await rm(folder, { recursive: true, force: true });
    await nameFolder(temporary, folder);
  }
}

/** Takes away what crashes left behind. */
async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.endsWith(partialSuffix)) continue;
    const path = join(directory, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > abandonedAfterMilliseconds) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** What the operating system says, in words a person can act on; anything else as it is. */
function explained(error: unknown, directory: string): unknown {
  if (wordsOfSystemError(error) === null) return error;
  const { path = directory } = error as NodeJS.ErrnoException;
  return fileError(error, path, 'The data set cannot be prepared');
}

async function prepareAnew(
  spec: DatasetSpec,
  opener: Opener,
  options: PrepareOptions,
): Promise<Omit<Prepared, 'directory'>> {
  const source = await opener.open();
  requireMemory(source.content, totalmem());
  await mkdir(options.directory, { recursive: true });
  await removeAbandoned(options.directory);
  const temporary = join(options.directory, `${randomUUID()}${partialSuffix}`);
  try {
    await mkdir(temporary);
    const dataset = await writeDataset(spec, source, temporary, options);
    await publish(temporary, preparedDirectory(options.directory, dataset.hash));
    return { dataset, spec: source.resolved ?? spec };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Makes a data set ready for training, or finds that it is: `<directory>/<hash>/` then holds the files that
 * {@link PreparedDataset} describes. Streams, so that memory stays small, and gives way to other work of the process.
 * @throws AppError `badDataset` with the place and the remedy; the signal's reason once it is aborted.
 */
export async function prepareDataset(spec: DatasetSpec, options: PrepareOptions): Promise<Prepared> {
  const { directory, signal } = options;
  try {
    signal?.throwIfAborted();
    const opener = await openerFor(spec, signal);
    const key = await requestKey(spec, opener.files);
    const known = await findPrepared(directory, key);
    const prepared = known ?? (await prepareAnew(spec, opener, options));
    // Files that changed meanwhile have another key, so that the next call reads them again.
    if (known === null) await rememberPrepared(directory, key, prepared);
    return { ...prepared, directory: preparedDirectory(directory, prepared.dataset.hash) };
  } catch (error) {
    throw explained(error, directory);
  }
}
