import { basename, join } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import type { ExampleForm } from '@shared/data/ownExamples';
import { sizeOf } from '@shared/ops/shape';
import type { DatasetReader, DatasetSource, ExampleChunk } from '../../source';
import { placesByFile } from '../../splitting/places';
import { badDataset } from '../files';
import { exampleFiles, readExample, readForm } from './folder';

type OwnExamplesSpec = Extract<FileSpec, { kind: 'ownExamples' }>;

const examplesPerChunk = 64;

/**
 * The files that decide what was kept in a folder.
 * @throws AppError `badDataset` where nothing was
 */
export async function keptFiles(path: string): Promise<string[]> {
  await readForm(path);
  const files = await exampleFiles(path);
  if (files.length > 0) return files;
  throw badDataset('All examples that were kept here were taken out again', path, 'Keep some on Try it.');
}

/** The examples of some files, their classes numbered as `classNames` has them, which has all of them. */
export async function* keptChunks(
  files: readonly string[],
  form: ExampleForm,
  classNames: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  const size = sizeOf(form.inputShape);
  for (let first = 0; first < files.length; first += examplesPerChunk) {
    signal?.throwIfAborted();
    const some = files.slice(first, first + examplesPerChunk);
    const inputs =
      form.inputDtype === 'uint8' ? new Uint8Array(some.length * size) : new Float32Array(some.length * size);
    const targets: number[] = [];
    for (const file of some) {
      const { label, values } = await readExample(file, form);
      inputs.set(values, targets.length * size);
      targets.push(form.task === 'regression' ? Number(label) : classNames.indexOf(String(label)));
    }
    yield { inputs, targets };
  }
}

/** Examples that a person kept. */
export const ownExamplesReader: DatasetReader<OwnExamplesSpec> = {
  async files({ path }) {
    return keptFiles(path);
  },

  async open({ path }, files, signal): Promise<DatasetSource> {
    const { tableInputs, ...form } = await readForm(path);
    return {
      content: { name: basename(path), examples: files.length, ...form },
      ...(tableInputs && { tableInputs }),
      chunks: () => keptChunks(files, form, form.classNames, signal),
      read: () => ({
        examples: files.length,
        places: placesByFile(files, (file) => join(path, basename(file))),
        own: { validation: 0, test: 0 },
        remarks: [],
      }),
    };
  },
};
