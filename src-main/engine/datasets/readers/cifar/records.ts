import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Breathing } from '../../breathing';
import type { ExampleChunk } from '../../source';
import { beginningOf } from '../../../../files/beginningOf';
import { readExactly } from '../../../../files/readExactly';
import { badDataset, plural, requireFile } from '../files';
import { foreignContent } from '../foreignContent';
import { countPythonImages, isPythonBatch, readPythonBatch } from './pythonBatches';

export const side = 32;
export const channels = 3;
const pixels = side * side;
export const imageBytes = pixels * channels;
const recordsPerChunk = 256;

/** How a file of one of both sets is made up: records of labels, then the red, the green and the blue plane. */
export interface CifarForm {
  readonly title: string;
  readonly labelBytes: number;
  /** Which of the label bytes is learnt. */
  readonly labelAt: number;
  readonly classes: number;
  /** The key of the labels in a pickle of the Python version. */
  readonly pythonLabels: string;
  /** For what looks like the other set. */
  readonly remedy: string;
}

const recordBytes = ({ labelBytes }: Pick<CifarForm, 'labelBytes'>): number => labelBytes + imageBytes;

/** @throws AppError where a file is not whole records of this form. */
export async function countImages(path: string, form: CifarForm): Promise<number> {
  const { size } = await requireFile(path, `${form.title} batch`);
  if (await isPythonBatch(path)) return countPythonImages(path, form);
  const record = recordBytes(form);
  if (size % record === 0) return size / record;
  const start = await beginningOf(path);
  const foreign = foreignContent(start);
  throw badDataset(
    foreign === null
      ? `The ${form.title} batch has ${plural(size, 'byte')}, which is ${plural(Math.floor(size / record), 'image')} of ` +
          `${record.toLocaleString('en')} bytes and ${plural(size % record, 'byte')} more`
      : `This is no ${form.title} batch: it is ${foreign}`,
    path,
    isGzip(start) ? unpackRemedy(path) : form.remedy,
  );
}

const isGzip = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b;

/** For the archive in which its authors hand the set out. */
export const unpackRemedy = (path: string): string =>
  `It is the packed archive: unpack it (tar -xzf ${basename(path)}), and choose the folder that comes out of it.`;

/** The archive in a folder that holds no batches; undefined where there is none. */
export const archiveIn = (names: readonly string[]): string | undefined =>
  names.find((name) => /^cifar.*\.(tar\.gz|tgz)$/.test(name));

/** From planes to pixels: red, green, blue of each, row by row. */
export function planesToPixels(planes: Uint8Array, inputs: Uint8Array, offset: number): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      inputs[offset + pixel * channels + channel] = planes[channel * pixels + pixel] ?? 0;
    }
  }
}

function convert(path: string, form: CifarForm, records: Uint8Array, firstByte: number): ExampleChunk {
  const bytes = recordBytes(form);
  const count = records.length / bytes;
  const inputs = new Uint8Array(count * imageBytes);
  const targets = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    const record = records.subarray(index * bytes, (index + 1) * bytes);
    const label = record[form.labelAt] ?? 0;
    if (label >= form.classes) {
      throw badDataset(
        `An image has the label ${label}; ${form.title} has the classes 0 to ${form.classes - 1}`,
        `${path}, byte ${firstByte + index * bytes + form.labelAt}`,
        form.remedy,
      );
    }
    targets[index] = label;
    planesToPixels(record.subarray(form.labelBytes), inputs, index * imageBytes);
  }
  return { inputs, targets };
}

export async function* readBatches(
  files: readonly string[],
  form: CifarForm,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  const breathing = new Breathing(signal);
  const buffer = new Uint8Array(recordsPerChunk * recordBytes(form));
  for (const path of files) {
    if (await isPythonBatch(path)) {
      yield* readPythonBatch(path, form, signal);
      continue;
    }
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    for (let position = 0; position < size;) {
      const wanted = Math.min(buffer.length, size - position);
      const records = buffer.subarray(0, wanted);
      await readExactly(file, path, records, position);
      yield convert(path, form, records, position);
      position += wanted;
      await breathing.pause();
    }
  }
}
