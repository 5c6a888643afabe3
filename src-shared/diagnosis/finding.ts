import { z } from 'zod';
import { layerIdSchema } from '../ids';

/** Every condition that a run can have, by what it is called everywhere. */
export const findingKinds = [
  'unscaledInputs',
  'symmetricInitialization',
  'initialScaleTooSmall',
  'initialScaleTooLarge',
  'outputAgainstLoss',
  'tinyBatchNormalization',
  'excessiveRegularization',
  'learningRateTooHigh',
  'learningRateTooLow',
  'saturatedUnits',
  'deadUnits',
  'dyingUnits',
  'explodingGradients',
  'vanishingGradients',
  'constantUnits',
  'underfitting',
  'notLearning',
  'commonestClassOnly',
  'overfitting',
  'labelNoise',
  'noisyValidation',
  'epochsAfterBest',
] as const;
export const findingKindSchema = z.enum(findingKinds);
export type FindingKind = z.infer<typeof findingKindSchema>;

/**
 * One change to an experiment. A path leads as `--set` writes it, layers by their ids: `training.optimizer.learningRate`,
 * `network.hidden.initializer`; without a value what stands there is taken out.
 */
export const experimentEditSchema = z.union([
  z.strictObject({ path: z.string(), value: z.json().optional() }),
  z.strictObject({ removeLayer: layerIdSchema }),
]);
export type ExperimentEdit = z.infer<typeof experimentEditSchema>;

/** What could help, in words and as changes to the experiment. */
export const remedySchema = z.object({ title: z.string(), edits: z.array(experimentEditSchema) });
export type Remedy = z.infer<typeof remedySchema>;

/** Something that goes wrong in a run: what, where, since when, and what could help. */
export const findingSchema = z.object({
  kind: findingKindSchema,
  /** Null where no layer is meant. */
  layer: layerIdSchema.nullable(),
  severity: z.enum(['problem', 'hint']),
  /** From 0 to 1. */
  confidence: z.number(),
  since: z.object({ step: z.int(), epoch: z.int() }),
  /** The figures that it is said by. */
  evidence: z.record(z.string(), z.union([z.number(), z.string()])),
  /** Another finding of the same run that explains this one. */
  causedBy: findingKindSchema.nullable(),
  remedies: z.array(remedySchema),
});
export type Finding = z.infer<typeof findingSchema>;
