import { type ExampleForm, misfitOf } from '@shared/data/ownExamples';
import { badDataset, plural } from '../readers/files';
import { readExample, readForm } from '../readers/own/folder';
import { keptChunks } from '../readers/own/ownExamples';
import type { DatasetSource, ReadExamples } from '../source';
import type { Splits } from '../splitting';
import { shuffled } from '../splitting/shares';

const remedy = 'Name examples that were kept of this data set, or none, under “Also train on”.';

/** @throws AppError `badDataset` where a kept example is of a class that the data set has not */
async function requireClasses(
  files: readonly string[],
  form: ExampleForm,
  classNames: readonly string[],
): Promise<void> {
  if (form.classNames.every((name) => classNames.includes(name))) return;
  for (const file of files) {
    const { label } = await readExample(file, form);
    if (classNames.includes(String(label))) continue;
    throw badDataset(`The kept example is of the class “${label}”, which the data set has not`, file, remedy);
  }
}

/**
 * A source with examples that a person kept behind its own.
 * @throws AppError `badDataset` where they do not fit it
 */
export async function withKept(
  source: DatasetSource,
  folder: string,
  files: readonly string[],
  signal: AbortSignal | undefined,
): Promise<DatasetSource> {
  const form = await readForm(folder);
  const { content, tableInputs } = source;
  const misfit = misfitOf(form, { ...content, tableInputs });
  if (misfit !== null)
    throw badDataset(`The kept examples do not fit the data set: ${misfit}`, folder, remedy);
  await requireClasses(files, form, content.classNames);
  const { length } = files;
  return {
    ...source,
    content: { ...content, examples: content.examples + length },
    trainedOnly: length,
    async *chunks() {
      yield* source.chunks();
      yield* keptChunks(files, form, content.classNames, signal);
    },
    read: () => joined(source, length),
  };
}

function joined(source: DatasetSource, kept: number): ReadExamples {
  const { content, own = { validation: 0, test: 0 }, remarks = [] } = source;
  const read = source.read?.() ?? { examples: content.examples, own, remarks };
  return { ...read, examples: read.examples + kept };
}

/**
 * The splits with kept examples more in training.
 * @param kept their indices
 * @param heldOut those of them whose values are among the ones for validation or the test: to be judged by what was learned
 * would tell nothing, so they stay out
 * @returns also how many were put in, and how many were not, in sentences
 */
export function withTrainedOnly(
  splits: Splits,
  kept: readonly number[],
  heldOut: ReadonlySet<number>,
  seed: number,
): { readonly splits: Splits; readonly remarks: readonly string[] } {
  if (kept.length === 0) return { splits, remarks: [] };
  const more = kept.filter((index) => !heldOut.has(index));
  return {
    splits: { ...splits, training: shuffled([...splits.training, ...more], seed, -4) },
    remarks: [
      `${ofYourOwn(more.length)} trained on as well.`,
      ...(heldOut.size === 0
        ? []
        : [
            `${ofYourOwn(heldOut.size)} left out of training: the same values are for validation or the test.`,
          ]),
    ],
  };
}

const ofYourOwn = (count: number) => `${plural(count, 'example')} of your own ${count === 1 ? 'is' : 'are'}`;
