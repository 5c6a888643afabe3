import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type ExampleForm,
  exampleFormSchema,
  type OwnExample,
  ownExampleSchema,
} from '@shared/data/ownExamples';
import { AppError } from '@shared/errors';
import { sizeOf } from '@shared/ops/shape';
import type { z } from 'zod';
import { fileError } from '../../../../files/fileErrors';
import { sha256Of } from '../../../../files/hashing';
import { makeFolder } from '../../../../files/makeFolder';
import { replaceFile } from '../../../../files/replaceFile';
import { badDataset, requirePath } from '../files';

const formFile = 'examples.json';
const suffix = '.json';
const idDigits = 16;

/** What is said of kept examples and of folders that hold none. */
const noFolder = 'Choose the folder that Try it names where it keeps examples.';

const damaged = (path: string, why: string, cause?: unknown): AppError =>
  badDataset(`The kept example cannot be read: ${why}`, path, 'Delete the file; the others stay.', cause);

async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  refuse: (why: string, cause: unknown) => AppError,
): Promise<z.infer<Schema>> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw fileError(thrown, path, 'The kept example cannot be read');
  });
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw refuse('it is not what Layerlab writes', cause);
  }
}

/**
 * What the examples of a folder are.
 * @throws AppError `badDataset` where it is no folder of kept examples
 */
export async function readForm(folder: string): Promise<ExampleForm> {
  const found = await requirePath(folder, 'folder of kept examples');
  const path = join(folder, formFile);
  if (!found.isDirectory() || !(await readdir(folder)).includes(formFile)) {
    throw badDataset('No examples were kept here', folder, noFolder);
  }
  return readJson(path, exampleFormSchema, (why, cause) =>
    badDataset(`What the examples are cannot be read: ${why}`, path, noFolder, cause),
  );
}

/** Whether examples were kept in a folder. */
export async function hasForm(folder: string): Promise<boolean> {
  return (await readdir(folder).catch((): string[] => [])).includes(formFile);
}

/** The files of a folder's examples, in a fixed order; none where there are none. */
export async function exampleFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith(suffix) && name !== formFile)
    .sort()
    .map((name) => join(folder, name));
}

/** An example's name among those of its folder. */
export const idOfFile = (path: string): string => basename(path, suffix);

/** Why an example is none of the form, in words; null where it is. */
function misfitOfExample({ label, values }: OwnExample, form: ExampleForm): string | null {
  const size = sizeOf(form.inputShape);
  if (values.length !== size) return `it has ${values.length} values in place of ${size}`;
  const isByte = (value: number) => Number.isInteger(value) && value >= 0 && value <= 255;
  if (form.inputDtype === 'uint8' && !values.every(isByte)) return 'its values are not all bytes, 0 to 255';
  if (form.task === 'regression') return typeof label === 'number' ? null : `“${label}” is no number`;
  if (!form.classNames.includes(String(label))) return `“${label}” is none of the classes`;
  return typeof label === 'string'
    ? null
    : `its label is the number ${label}, not the class’s name “${label}”`;
}

/** @throws AppError `badDataset` with the file where it is damaged */
export async function readExample(path: string, form: ExampleForm): Promise<OwnExample> {
  const example = await readJson(path, ownExampleSchema, (why, cause) => damaged(path, why, cause));
  const misfit = misfitOfExample(example, form);
  if (misfit !== null) throw damaged(path, misfit);
  return example;
}

/**
 * Keeps an example in a folder, which is made where it is not there. The same values kept again get the new label.
 * @returns its name there
 * @throws AppError `badArgument` where it is none of the form, or the folder cannot be written to; `diskFull`
 */
export async function writeExample(folder: string, form: ExampleForm, example: OwnExample): Promise<string> {
  const misfit = misfitOfExample(example, form);
  if (misfit !== null) {
    throw new AppError('badArgument', `The example cannot be kept: ${misfit}`, {
      where: 'label',
      remedy:
        form.task === 'regression' ? 'Give a number.' : `The classes are ${form.classNames.join(', ')}.`,
    });
  }
  const digest = sha256Of([new Uint8Array(Float64Array.from(example.values).buffer)]);
  const id = digest.slice(0, idDigits);
  try {
    makeFolder(folder);
    if (!(await hasForm(folder))) await writeJson(join(folder, formFile), form);
    await writeJson(join(folder, `${id}${suffix}`), example);
    return id;
  } catch (thrown) {
    throw fileError(thrown, folder, 'The example cannot be kept');
  }
}

const writeJson = (path: string, value: unknown): Promise<boolean> =>
  replaceFile(path, JSON.stringify(value), { isShared: true });

/** Deletes a kept example. @param id as {@link writeExample} gave it */
export async function removeExample(folder: string, id: string): Promise<void> {
  await rm(join(folder, `${id}${suffix}`), { force: true });
}
