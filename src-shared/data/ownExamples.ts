import { z } from 'zod';
import { preparedDatasetSchema } from './prepared';
import { type TableInput, tableInputSchema } from './tables/inputs';
import type { PreparedWindows } from './tables/windows';

/**
 * Examples that a person kept, in a folder: this as `examples.json`, and beside it a file for each example
 * ({@link ownExampleSchema}), named by its values.
 */
export const exampleFormSchema = preparedDatasetSchema.pick({
  task: true,
  inputShape: true,
  inputDtype: true,
  featureNames: true,
  targetName: true,
  classNames: true,
  tableInputs: true,
});
/** What the examples are: what a prepared data set says of its own, and nothing of their number and scaling. */
export type ExampleForm = z.infer<typeof exampleFormSchema>;

export const ownExampleSchema = z.object({
  /** The class's name or, for regression, the value. */
  label: z.union([z.string(), z.number()]),
  /** What a network is given before its scaling, flattened. */
  values: z.array(z.number()),
});
export type OwnExample = z.infer<typeof ownExampleSchema>;

/** A form, or a data set that says as much of itself. */
type ComparedForm = Omit<ExampleForm, 'tableInputs'> & {
  readonly tableInputs?: readonly TableInput[] | undefined;
  readonly windows?: PreparedWindows | undefined;
};

/** What takes the place of missing values differs with the split, and none is missing here. */
const columnsSchema = z.array(tableInputSchema.omit({ missing: true }));
const columnsOf = ({ tableInputs = [], featureNames }: ComparedForm): string =>
  JSON.stringify([featureNames, columnsSchema.parse(tableInputs)]);

/** Why examples of a data set cannot be kept one by one, in words; null where they can. */
export const notKept = ({ windows }: Pick<ComparedForm, 'windows'>): string | null =>
  windows === undefined
    ? null
    : 'its examples are windows of a series in time, of which no single one has a place';

/** Why kept examples cannot stand among those of a data set, in words; null where they can. */
export function misfitOf(own: ComparedForm, dataset: ComparedForm): string | null {
  const unkept = notKept(dataset);
  if (unkept !== null) return unkept;
  const shapes = [own, dataset].map(({ inputShape }) => inputShape.join(' × '));
  if (shapes[0] !== shapes[1])
    return `they are of ${shapes[0]} values, those of the data set of ${shapes[1]}`;
  if (own.inputDtype !== dataset.inputDtype) {
    return `their values are stored as ${own.inputDtype}, those of the data set as ${dataset.inputDtype}`;
  }
  if (own.task !== dataset.task) return `they are for ${own.task}, the data set is for ${dataset.task}`;
  if (columnsOf(own) !== columnsOf(dataset)) return 'the columns became other inputs when they were kept';
  return null;
}
