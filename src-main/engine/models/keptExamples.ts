import { join } from 'node:path';
import type { KeepRequest, KeptExamples, ModelReference } from '@shared/contract/models';
import { exampleFormSchema, misfitOf, notKept, type ExampleForm } from '@shared/data/ownExamples';
import { AppError } from '@shared/errors';
import type { ModelCard } from '@shared/exporting/modelCard';
import { sizeOf } from '@shared/ops/shape';
import { titleAsFileName } from '@shared/titleAsFileName';
import {
  exampleFiles,
  hasForm,
  idOfFile,
  readExample,
  readForm,
  removeExample,
  writeExample,
} from '../datasets/readers/own/folder';
import type { EngineParts } from '../engineParts';
import { openModelFile, requireCard } from './modelFile';
import { predictValues } from './predict';
import { valuesOf } from './tryExample';

/** Examples that are kept of one data set, so that a model can be asked about all of them at once. */
const mostKept = 500;

/** Values that the shown examples may hold together. */
const mostValues = 1_000_000;

const isSame = (kept: ExampleForm, form: ExampleForm): boolean =>
  misfitOf(kept, form) === null && JSON.stringify(kept.classNames) === JSON.stringify(form.classNames);

/** The folder for examples of a data set: by its name, and a number where another data set is called so. */
async function folderFor(root: string, { dataset }: ModelCard): Promise<string> {
  const name = titleAsFileName(dataset.name, 'data');
  for (let number = 1; ; number++) {
    const folder = join(root, number === 1 ? name : `${name} ${number}`);
    if (!(await hasForm(folder)) || isSame(await readForm(folder), dataset)) return folder;
  }
}

/**
 * Keeps an example, as the model is given it, with the answer that is right.
 * @throws AppError `badDataset` for what does not fit the model, `badArgument` for a label that its data set has not
 */
export async function keepExample(
  parts: EngineParts,
  { model, example, label }: KeepRequest,
): Promise<{ folder: string; id: string }> {
  const card = requireCard(await openModelFile(parts, model));
  const unkept = notKept(card.dataset);
  if (unkept !== null) {
    throw new AppError('badArgument', `Of this data set no examples are kept: ${unkept}`, {
      where: card.dataset.name,
      remedy: 'Put the rows into the table, and train anew.',
    });
  }
  const values = [...(await valuesOf(example, card))];
  const folder = await folderFor(parts.workspace.examples, card);
  if ((await hasForm(folder)) && (await exampleFiles(folder)).length >= mostKept) {
    throw new AppError('badArgument', `${mostKept} examples of this data set are kept already`, {
      where: folder,
      remedy: 'Make a data set of so many: a folder of images, or a table.',
    });
  }
  return { folder, id: await writeExample(folder, exampleFormSchema.parse(card.dataset), { label, values }) };
}

/** What was kept of a model's data set, and what the model answers to it: first what it answers wrongly. */
export async function keptExamples(parts: EngineParts, model: ModelReference): Promise<KeptExamples> {
  const opened = await openModelFile(parts, model);
  const card = requireCard(opened);
  const folder = await folderFor(parts.workspace.examples, card);
  if (!(await hasForm(folder))) return { folder: null, count: 0, right: null, examples: [] };
  const form = await readForm(folder);
  const files = await exampleFiles(folder);
  const most = Math.max(1, Math.floor(mostValues / sizeOf(form.inputShape)));
  const right: KeptExamples['examples'] = [];
  const wrong: KeptExamples['examples'] = [];
  for (const file of files) {
    const example = await readExample(file, form);
    const values = Float32Array.from(example.values);
    const [prediction] = await predictValues(parts, opened.path, card, values, 1);
    if (prediction === undefined) throw new Error('the model gave no prediction');
    const answered = { id: idOfFile(file), ...example, prediction };
    (example.label === prediction.class ? right : wrong).push(answered);
  }
  return {
    folder,
    count: files.length,
    right: form.task === 'regression' ? null : right.length,
    examples: [...wrong, ...right].slice(0, most),
  };
}

/** Takes a kept example out again. @throws AppError `notFound` */
export async function takeOutExample(parts: EngineParts, model: ModelReference, id: string): Promise<void> {
  const card = requireCard(await openModelFile(parts, model));
  const folder = await folderFor(parts.workspace.examples, card);
  const files = (await hasForm(folder)) ? await exampleFiles(folder) : [];
  if (!files.some((file) => idOfFile(file) === id)) {
    throw new AppError('notFound', 'This example is not kept', {
      where: folder,
      remedy: 'Look at the list again.',
    });
  }
  await removeExample(folder, id);
}
