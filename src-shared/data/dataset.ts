import { z } from 'zod';
import { type DatasetCode, drawnDatasetCode } from '../frameworks/datasetCode';
import type { ParameterField } from '../catalogue/definition';
import { keptFolderName } from './keptFolder';
import type { PreparedDataset } from './prepared';

export const scalings = ['none', 'unit', 'standardize'] as const;
export type Scaling = (typeof scalings)[number];

/** Shown in the data panel's list, in this order. */
export const datasetGroups = ['points', 'images', 'files'] as const;
export type DatasetGroup = (typeof datasetGroups)[number];

/**
 * How a field of a data set is edited: a layer's controls, those for files and their columns, and `table` for what the
 * page of a table sets.
 */
export interface DatasetField extends Omit<ParameterField, 'control'> {
  readonly control: ParameterField['control'] | 'file' | 'fileOrFolder' | 'column' | 'columns' | 'table';
  /** Endings a file dialog offers, without the dot. */
  readonly extensions?: readonly string[];
  /** A path that need not be given. */
  readonly isOptional?: boolean;
  /** A folder that may also be named as one of the workspace's ({@link keptFolderName}). */
  readonly mayBeKept?: boolean;
}

/** A field that holds a path: chosen in a file dialog, and relative to the experiment's file when stored. */
export const isPathField = ({ control }: DatasetField): boolean =>
  control === 'file' || control === 'fileOrFolder';

/** Whether a value that a field may hold is a path, and not the name of a folder that the workspace keeps. */
export const isPathIn = (field: DatasetField, value: unknown): value is string =>
  isPathField(field) &&
  typeof value === 'string' &&
  !(field.mayBeKept === true && keptFolderName(value) !== null);

/** A field that holds a text, also where that looks like a number: a column may be called 2020. */
export const isTextField = (field: DatasetField): boolean => isPathField(field) || field.control === 'column';

/**
 * Everything that is known about a kind of data set without its files. One file defines it and one line of the
 * catalogue lists it; for one that is read from files the engine's `readers/` have the reader.
 */
export interface DatasetDefinition<Kind extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly kind: Kind;
  readonly title: string;
  readonly group: DatasetGroup;
  /** Two or three sentences in a teacher's words. */
  readonly description: string;
  /** The specification as it stands in the experiment file, with its defaults. */
  readonly schema: Schema;
  /** Controls of the form, in its order, those of {@link splitFields} last. They tell which fields hold paths or texts. */
  readonly fields: Readonly<Record<string, DatasetField>>;
  /** What the specification alone says of the content; what is absent only the files can tell. */
  facts(spec: z.infer<Schema>): DatasetSpecFacts;
  /** How a program of another framework loads it. */
  readonly code: DatasetCode<z.infer<Schema>>;
}

/** What is said of a data set besides its values, its splits and its scaling. */
export type DatasetContent = Pick<
  PreparedDataset,
  | 'name'
  | 'task'
  | 'examples'
  | 'inputShape'
  | 'inputDtype'
  | 'featureNames'
  | 'targetName'
  | 'classNames'
  | 'windows'
>;

export type DatasetSpecFacts = Partial<
  Pick<DatasetContent, 'task' | 'inputShape' | 'inputDtype' | 'classNames'>
>;

/** A data set that is drawn, not read: any example by its index, each from a random stream of its own. */
export interface GeneratedDataset extends DatasetContent {
  /**
   * Writes example `index`'s input (its shape flattened, of `inputDtype`) to `inputs` from `offset` on.
   * @returns the class index or, for regression, the value.
   */
  draw(index: number, inputs: Float32Array | Uint8Array, offset: number): number;
}

/** A kind of data set that needs no files. Pure: the same specification gives the same examples. */
export interface GeneratorDefinition<
  Kind extends string = string,
  Schema extends z.ZodType = z.ZodType,
> extends DatasetDefinition<Kind, Schema> {
  generate(spec: z.infer<Schema>): GeneratedDataset;
}

/** Gives a definition its type without losing the literal kind or the specification's own. */
export function defineDataset<Kind extends string, Schema extends z.ZodType>(
  definition: DatasetDefinition<Kind, Schema>,
): DatasetDefinition<Kind, Schema> {
  return definition;
}

/** The same for one that is drawn: its facts are what it draws, and no other program can load it. */
export function defineGenerator<Kind extends string, Schema extends z.ZodType>(
  definition: Omit<GeneratorDefinition<Kind, Schema>, 'facts' | 'code'>,
): GeneratorDefinition<Kind, Schema> {
  return {
    ...definition,
    facts: (spec) => definition.generate(spec),
    code: drawnDatasetCode(definition.kind),
  };
}

/** Fields of every data set. */
export const commonShape = {
  /**
   * none: as stored. unit: to [0, 1] (bytes ÷ 255; columns by their range). standardize: mean 0 and
   * deviation 1 by feature (by channel for images). Fitted on the training split alone.
   */
  scaling: z.enum(scalings).default('standardize'),
  validationFraction: z.number().min(0).max(0.9).default(0.2),
  /** Of CIFAR-10, 0 means: the test batch that comes with it. */
  testFraction: z.number().min(0).max(0.9).default(0),
  /** Seeds the split, which is stratified by class. */
  splitSeed: z.int().min(0).default(1),
  /** Folds of a cross-validation, in place of the validation share; absent or 0: none. */
  folds: z
    .int()
    .min(0)
    .max(100)
    .refine((folds) => folds !== 1, 'There have to be 2 folds at least, or 0 for none')
    .optional(),
  /** The fold that is for validation, counted from 1. */
  fold: z.int().min(1).optional(),
  /**
   * A folder of kept examples (`ownExamples.ts`) that join the training split, whatever the shares: its path, or its name
   * among those of the workspace (`keptFolder.ts`).
   */
  alsoTrainOn: z.string().min(1).optional(),
};

/** One fold of a cross-validation. */
export interface Folding {
  readonly folds: number;
  /** The one for validation, from 1 on. */
  readonly fold: number;
}

/** Which fold is for validation; null where examples are shared out otherwise. */
export function foldingOf({ folds = 0, fold = 1 }: Partial<Folding>): Folding | null {
  return folds === 0 ? null : { folds, fold };
}

/** Whether a specification asks for examples to be kept for validation. */
export function keepsValidation(spec: Partial<Folding> & { readonly validationFraction: number }): boolean {
  return spec.validationFraction > 0 || foldingOf(spec) !== null;
}

/** Controls for {@link commonShape}. */
export const splitFields = {
  scaling: {
    label: 'Scaling',
    help:
      'Networks learn fastest from inputs around zero. Standardize: mean 0 and deviation 1 by feature. Unit: ' +
      'from 0 to 1. Measured on the training examples alone, so that nothing of the others leaks in.',
    control: 'choice',
    choices: scalings,
  },
  validationFraction: {
    label: 'Validation share',
    help: 'Examples kept out of training to see how well the network does on what it has not seen.',
    control: 'number',
    minimum: 0,
    maximum: 0.9,
    step: 0.05,
  },
  testFraction: {
    label: 'Test share',
    help: 'Examples kept until the very end: look at them once, when all choices are made.',
    control: 'number',
    minimum: 0,
    maximum: 0.9,
    step: 0.05,
  },
  splitSeed: {
    label: 'Split seed',
    help: 'Another seed puts other examples into validation, each class in the same share.',
    control: 'integer',
    minimum: 0,
    // A lucky split is no good split; nor is a lucky fold, or a lucky draw of the examples.
    hasBest: false,
  },
  folds: {
    label: 'Folds',
    help: 'Cross-validation: the examples are dealt to so many folds, one of which is for validation in place of a share. 0 is none. “Train all folds”, and --folds on the command line, trains with each of them in turn.',
    control: 'integer',
    minimum: 0,
    maximum: 100,
    hasBest: false,
  },
  fold: {
    label: 'Fold for validation',
    help: 'Which of the folds is kept out of training, counted from 1.',
    control: 'integer',
    minimum: 1,
    maximum: 100,
    hasBest: false,
  },
  alsoTrainOn: {
    label: 'Also train on',
    help: 'A folder of your own examples, kept on Try it: they join the training examples. What is for validation and for the test stays the same.',
    control: 'fileOrFolder',
    isOptional: true,
    mayBeKept: true,
    hasBest: false,
  },
} as const satisfies Readonly<Record<keyof typeof commonShape, DatasetField>>;

interface GeneratorDefaults {
  readonly examples: number;
  readonly noise: number;
  readonly largest: number;
  readonly scaling: Scaling;
}

/** The specification of a drawn data set; a kind with fields of its own extends it. */
export function generatorSchema<Kind extends string>(kind: Kind, defaults: GeneratorDefaults) {
  return z.strictObject({
    kind: z.literal(kind),
    examples: z.int().min(10).max(defaults.largest).default(defaults.examples),
    noise: z.number().min(0).max(10).default(defaults.noise),
    seed: z.int().min(0).default(1),
    ...commonShape,
    scaling: z.enum(scalings).default(defaults.scaling),
  });
}

/** Controls for {@link generatorSchema}, with those of the kind between. */
export function generatorFields(
  largest: number,
  noiseHelp: string,
  own: Readonly<Record<string, DatasetField>> = {},
): Readonly<Record<string, DatasetField>> {
  return {
    examples: { label: 'Examples', control: 'integer', minimum: 10, maximum: largest, step: 100 },
    ...own,
    noise: { label: 'Noise', help: noiseHelp, control: 'number', minimum: 0, maximum: 10, step: 0.05 },
    seed: {
      label: 'Seed',
      help: 'Another seed draws other examples of the same kind.',
      control: 'integer',
      minimum: 0,
      hasBest: false,
    },
    ...splitFields,
  };
}
