import { z } from 'zod';
import { tableFindingSchema } from './tables/findings';
import { tableInputSchema } from './tables/inputs';
import { preparedWindowsSchema } from './tables/windows';
import { datasetTasks } from '../catalogue/task';

/**
 * A data set made ready for training: a folder with this as `dataset.json` and three files beside it,
 * little-endian and without headers.
 *
 * - `inputs.bin`: `examples` × `inputShape` values of `inputDtype`, images as height × width × channels;
 * - `targets.bin`: int32 class indices (classification) or float32 values (regression), {@link targetSizeOf} an example;
 * - `splits.bin`: int32 example indices: training, then validation, then test.
 *
 * The network sees (input − offset) · factor, broadcast along the last axis; values stay as stored until then.
 */
export const preparedDatasetSchema = z.object({
  /** SHA-256 over everything that decides the content: inputs, targets, splits, scaling. */
  hash: z.string(),
  name: z.string(),
  task: z.enum(datasetTasks),
  examples: z.int(),
  inputShape: z.array(z.int()),
  inputDtype: z.enum(['uint8', 'float32']),
  /** One name a feature for tables and points; empty for images. */
  featureNames: z.array(z.string()),
  targetName: z.string(),
  /** One name a class, in the order of their indices; empty for regression. */
  classNames: z.array(z.string()),
  splits: z.object({ training: z.int(), validation: z.int(), test: z.int() }),
  /** One entry for each value of the last axis, or one for all. */
  scaling: z.object({ offset: z.array(z.number()), factor: z.array(z.number()) }),
  /** How each column of a table became inputs; absent of what is no table, and of tables that early versions prepared. */
  tableInputs: z.array(tableInputSchema).optional(),
  /** How a table was cut into windows, examples of [steps, inputs of a row]; absent of all else. */
  windows: preparedWindowsSchema.optional(),
  /** What a person should know of the reading, in sentences: what was left out, which class has no example. */
  remarks: z.array(z.string()).optional(),
});
export type PreparedDataset = z.infer<typeof preparedDatasetSchema>;

/** Values to predict an example; 1 for classification. */
export const targetSizeOf = ({ windows }: Pick<PreparedDataset, 'windows'>): number => windows?.horizon ?? 1;

export const preparedFiles = {
  description: 'dataset.json',
  inputs: 'inputs.bin',
  targets: 'targets.bin',
  splits: 'splits.bin',
} as const;

/** What the data pane shows. */
export const datasetPreviewSchema = z.object({
  dataset: preparedDatasetSchema,
  /** Examples of each class in the training split; empty for regression. */
  classCounts: z.array(z.int()),
  /** The first rows as they were stored, for tables. */
  rows: z.array(z.array(z.union([z.string(), z.number()]))),
  /** Up to some thousand training and validation examples with one or two features. */
  points: z.array(
    z.object({
      x: z.array(z.number()),
      target: z.number(),
      split: z.enum(['training', 'validation', 'test']),
    }),
  ),
  /** A few images a class: raw bytes in base64, height × width × channels. */
  images: z.array(z.object({ bytes: z.string(), label: z.int() })),
  /** What a person should know of a table before training on it. */
  findings: z.array(tableFindingSchema),
  /** The specification with everything said that was guessed from the files; null where nothing is guessed. */
  resolved: z.record(z.string(), z.unknown()).nullable(),
});
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>;
