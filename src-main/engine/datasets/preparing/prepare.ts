import { mkdir, rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { fileCatalogue, type FileSpec } from '@shared/data/catalogue';
import type { PreparedDataset } from '@shared/data/prepared';
import type { DatasetSpec } from '@shared/data/spec';
import { AppError } from '@shared/errors';
import { wordsOfSystemError } from '@shared/systemErrors';
import { fileError } from '../../../files/fileErrors';
import { isGenerated, openGenerated } from '../generated';
import { requireMemory } from '../memory';
import { placeOfData } from '../placeOfData';
import { readerFor } from '../readers';
import { requireAbsolutePaths } from '../readers/absolutePaths';
import { keptFiles } from '../readers/own/ownExamples';
import type { DatasetSource } from '../source';
import { findPrepared, preparedDirectory, rememberPrepared, requestKey } from './preparedIndex';
import { collectAfter } from './collecting';
import { partialFolder, publish, removeAbandoned } from './publishing';
import { withKept } from './alsoTrainOn';
import { withKeptFolders } from './keptFolders';
import { writeDataset, type WriteOptions } from './writing';

export interface PrepareOptions extends WriteOptions {
  /** The workspace's folder of prepared data sets. */
  readonly directory: string;
  /** The workspace's folder of kept examples; where it has none, none can be named. */
  readonly examples?: string;
}

export interface Prepared {
  readonly dataset: PreparedDataset;
  /** Folder of the data set's files. */
  readonly directory: string;
  /** The specification with everything said that was guessed from the files. */
  readonly spec: DatasetSpec;
}

const isFileSpec = (spec: DatasetSpec): spec is FileSpec =>
  fileCatalogue.some((entry) => entry.kind === spec.kind);

interface Opener {
  readonly files: readonly string[];
  open(): Promise<DatasetSource>;
}

async function openerFor(asked: DatasetSpec, { examples, signal }: PrepareOptions): Promise<Opener> {
  requireAbsolutePaths(asked);
  const spec = withKeptFolders(asked, examples);
  const own = await ownOpener(spec, signal);
  const { alsoTrainOn } = spec;
  if (alsoTrainOn === undefined) return own;
  if ('path' in spec && resolve(spec.path) === resolve(alsoTrainOn)) {
    throw new AppError(
      'badDataset',
      'The data set would be trained on a second time, its validation examples too',
      {
        where: 'dataset.alsoTrainOn',
        remedy: 'Leave out “Also train on”, or name another folder there.',
      },
    );
  }
  const kept = await keptFiles(alsoTrainOn);
  return {
    files: [...own.files, ...kept],
    open: async () => withKept(await own.open(), alsoTrainOn, kept, signal),
  };
}

async function ownOpener(spec: DatasetSpec, signal: AbortSignal | undefined): Promise<Opener> {
  if (isGenerated(spec)) return { files: [], open: () => Promise.resolve(openGenerated(spec, signal)) };
  if (!isFileSpec(spec)) throw new Error('every kind is drawn or read');
  const reader = readerFor(spec);
  const files = await reader.files(spec);
  return { files, open: () => reader.open(spec, files, signal) };
}

/** What the operating system says, in words a person can act on; anything else as it is. */
function explained(error: unknown, directory: string): unknown {
  if (wordsOfSystemError(error) === null) return error;
  const { path = directory } = error as NodeJS.ErrnoException;
  return fileError(error, path, 'The data set cannot be prepared');
}

/** @throws AppError `badDataset` where there is nothing to tell apart */
function requireTwoClasses({ task, classNames }: DatasetSource['content'], place: string): void {
  if (task !== 'classification' || classNames.length !== 1) return;
  throw new AppError('badDataset', `All examples are of one class, “${classNames[0] ?? ''}”`, {
    where: place,
    remedy: 'There is nothing to tell apart: choose data of two classes or more.',
  });
}

async function prepareAnew(
  spec: DatasetSpec,
  opener: Opener,
  options: PrepareOptions,
): Promise<Omit<Prepared, 'directory'>> {
  const source = await opener.open();
  const place = placeOfData(spec, source.content);
  requireMemory(source.content, totalmem(), place);
  requireTwoClasses(source.content, place);
  await mkdir(options.directory, { recursive: true });
  await removeAbandoned(options.directory);
  const temporary = partialFolder(options.directory);
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
    const opener = await openerFor(spec, options);
    const key = await requestKey(spec, opener.files);
    const known = await findPrepared(directory, key);
    const prepared = known ?? (await prepareAnew(spec, opener, options));
    // Files that changed meanwhile have another key, so that the next call reads them again.
    if (known === null) {
      await rememberPrepared(directory, key, prepared);
      collectAfter(prepared.dataset.examples);
    }
    return { ...prepared, directory: preparedDirectory(directory, prepared.dataset.hash) };
  } catch (error) {
    throw explained(error, directory);
  }
}
