import { mkdir, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type PreparedDataset,
  preparedDatasetSchema,
  preparedFiles,
  targetSizeOf,
} from '@shared/data/prepared';
import { type DatasetSpec, datasetSpecSchema } from '@shared/data/spec';
import { sha256Of } from '../../../files/hashing';
import { replaceFile } from '../../../files/replaceFile';
import { sizeOf } from '@shared/ops/shape';

/** To be raised when the same specification would be prepared to another content, or resolved in another way. */
const formatVersion = 7;
const indexFolder = 'index';

/** Folder of a prepared data set. */
export const preparedDirectory = (directory: string, hash: string): string => join(directory, hash);

function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withSortedKeys(inner)]));
}

/** What a specification would be prepared from, told without reading it: it and its files' size, time and inode. */
export async function requestKey(spec: DatasetSpec, files: readonly string[]): Promise<string> {
  const facts = await Promise.all(
    files.map(async (path) => {
      const { size, mtimeNs, ino } = await stat(path, { bigint: true });
      return [path, String(size), String(mtimeNs), String(ino)];
    }),
  );
  const request = JSON.stringify([formatVersion, withSortedKeys(spec), facts]);
  return sha256Of([request]);
}

/** The description of a prepared data set, or null where it is not there whole. */
export async function readPrepared(folder: string): Promise<PreparedDataset | null> {
  try {
    const text = await readFile(join(folder, preparedFiles.description), 'utf8');
    const dataset = preparedDatasetSchema.parse(JSON.parse(text));
    const { examples, splits } = dataset;
    const bytesPerValue = dataset.inputDtype === 'uint8' ? 1 : 4;
    const expected = [
      [preparedFiles.inputs, examples * sizeOf(dataset.inputShape) * bytesPerValue],
      [preparedFiles.targets, examples * targetSizeOf(dataset) * 4],
      [preparedFiles.splits, (splits.training + splits.validation + splits.test) * 4],
    ] as const;
    const sizes = await Promise.all(expected.map(async ([name]) => (await stat(join(folder, name))).size));
    return expected.every(([, size], index) => sizes[index] === size) ? dataset : null;
  } catch {
    return null;
  }
}

/**
 * What a request was prepared to. The name and the resolved specification belong to the request: the same content may
 * have several.
 */
const entrySchema = z.object({ hash: z.string(), name: z.string(), spec: datasetSpecSchema });

export interface Remembered {
  readonly dataset: PreparedDataset;
  readonly spec: DatasetSpec;
}

async function readEntry(path: string): Promise<z.infer<typeof entrySchema> | null> {
  try {
    return entrySchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

/** What an earlier call has prepared for the same request, if it still stands. */
export async function findPrepared(directory: string, key: string): Promise<Remembered | null> {
  const entry = await readEntry(join(directory, indexFolder, key));
  if (entry === null) return null;
  const { hash, name, spec } = entry;
  const folder = preparedDirectory(directory, hash);
  const dataset = await readPrepared(folder);
  if (dataset === null) return null;
  await markUsed(folder);
  return { dataset: { ...dataset, name }, spec };
}

/** So that it is not cleared before a run that is about to begin refers to it. */
async function markUsed(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now).catch(() => undefined);
}

/** Remembers what a request was prepared to. */
export async function rememberPrepared(
  directory: string,
  key: string,
  { dataset, spec }: Remembered,
): Promise<void> {
  const folder = join(directory, indexFolder);
  await mkdir(folder, { recursive: true });
  const entry = JSON.stringify({ hash: dataset.hash, name: dataset.name, spec });
  await replaceFile(join(folder, key), entry, { isShared: true });
}
