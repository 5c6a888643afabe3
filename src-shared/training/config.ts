import { z } from 'zod';
import { augmentationSchema } from './augmentations';
import { classWeightsSchema } from './classWeights';
import { metricCatalogue } from './metrics';

/** A catalogue entry by its kind, with the kind's own parameters beside it. */
const kindWithParameters = z.looseObject({ kind: z.string().min(1) });

/** A kind alone may be written as its name. */
const kindOrName = z.union([z.string().min(1), kindWithParameters]);

export const trainingConfigSchema = z.strictObject({
  loss: kindOrName.default('softmaxCrossEntropy'),
  /** How much each class counts in the training loss; what is measured on a split stays unweighted. */
  classWeights: classWeightsSchema,
  optimizer: kindWithParameters.default({ kind: 'adam', learningRate: 0.001 }),
  /** Absent: the learning rate stays constant. */
  schedule: kindOrName.optional(),
  /** Steps over which the learning rate rises linearly to its value, before any schedule. */
  warmupSteps: z.int().min(0).default(0),
  /** λ of λ‖W‖₁, over weights and not biases. */
  l1: z.number().min(0).default(0),
  /** λ of ½λ‖W‖², over weights and not biases. */
  l2: z.number().min(0).default(0),
  /** Largest norm of the weights into one unit, restored after each step. */
  maxNorm: z.number().positive().optional(),
  /** Largest norm of all gradients together; larger ones are scaled down. */
  clipNorm: z.number().positive().optional(),
  /** How steps are run: as machine code (`xla`), or from operation to operation; absent: whichever pays. */
  compilation: z.enum(['auto', 'plain', 'xla']).optional(),
  /** Whether the layers are looked at while they learn, for the doctor; absent: as `auto`. It changes no bit of the training. */
  observation: z.enum(['auto', 'off']).optional(),
  batchSize: z.int().min(1).max(1_000_000).default(32),
  epochs: z.int().min(1).max(1_000_000).default(10),
  seed: z.int().min(0).max(2_147_483_647).default(1),
  earlyStopping: z
    .strictObject({
      /** Epochs without improvement that are borne. */
      patience: z.int().min(1).default(10),
      monitor: z.enum(metricCatalogue.map(({ kind }) => kind)).default('loss'),
      minimumChange: z.number().min(0).default(0),
      /** At the end, by patience or by the last epoch, go back to the weights of the best epoch. */
      restoreBest: z.boolean().default(true),
    })
    .optional(),
  /** Random changes to training images, in the graph. */
  augmentation: augmentationSchema.optional(),
});
/** How a network is trained, with every default filled in. */
export type TrainingConfig = z.infer<typeof trainingConfigSchema>;
/** As it may be written, with defaults left out. */
export type TrainingConfigInput = z.input<typeof trainingConfigSchema>;

/** A name alone is the kind with its defaults. */
export function kindOf(entry: string | { readonly kind: string }): string {
  return typeof entry === 'string' ? entry : entry.kind;
}

/** The parameters written beside a kind, without the kind. */
export function parametersOf(entry: string | { readonly kind: string }): Record<string, unknown> {
  if (typeof entry === 'string') return {};
  const { kind: _kind, ...parameters } = entry;
  return parameters;
}
