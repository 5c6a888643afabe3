import { z } from 'zod';
import { appErrorDataSchema } from '../errors';
import { experimentSchema } from '../experiment/experiment';
import { runIdSchema } from '../ids';
import { measuredSchema, wholeNumbersSchema } from '../numbers';
import { compilationFactsSchema } from '../training/computing/compilation';
import { metricCatalogue } from '../training/metrics';
import { remedyOfSchema } from './remedyOf';
import { importedFactsSchema } from './imported/facts';
import { earlierVersionsSchema, versionsSchema } from './versions/versions';
import { metricField, metricNames, splits, type MetricField, type Split } from './metricNames';

export const runStates = [
  'queued',
  'running',
  'paused',
  'completed',
  'stopped',
  'interrupted',
  'crashed',
  'diverged',
  'failed',
  /** Another program has trained it: it is here to be looked at and compared with. */
  'imported',
  /** Its row in the database cannot be read whole. */
  'damaged',
] as const;
export const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;

/** States in which a trainer holds the run or soon will. */
export const activeStates: readonly RunState[] = ['queued', 'running', 'paused'];
/** States from which a run can go on where its last checkpoint stands. */
export const resumableStates: readonly RunState[] = ['stopped', 'interrupted', 'crashed'];

export const splitSchema = z.enum(splits);
export type { Split };

/**
 * One followed quantity: a metric by its kind, or `penalty` (regularization), `learningRate`, `gradientNorm`. Training
 * series have a value each step, validation series each epoch.
 */
export const seriesNameSchema = z.string().min(1);

/** Consecutive values of one series. */
export const metricBatchSchema = z.object({
  split: splitSchema,
  name: seriesNameSchema,
  /** Step after which each value was taken, from 1; of imported runs any whole numbers. */
  steps: wholeNumbersSchema,
  /** NaN and infinities travel as null. */
  values: measuredSchema,
});
export type MetricBatch = z.infer<typeof metricBatchSchema>;

export const progressSchema = z.object({
  step: z.int(),
  totalSteps: z.int(),
  /** Epochs completed. */
  epoch: z.int(),
  epochs: z.int(),
  /** Training examples a second, over the last second or so. */
  examplesPerSecond: z.number(),
  /** Seconds of training so far, pauses excluded. */
  elapsedSeconds: z.number(),
  /** Estimated; null before it can be told. */
  remainingSeconds: z.number().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

const metricFields = metricNames.map(({ field }) => field);

/**
 * The figures of a run that lists and comparisons show: a field for each metric, split and moment, null where it was not
 * measured.
 */
export const runMetricsSchema = z.object({
  ...(Object.fromEntries(metricFields.map((field) => [field, z.number().nullable().default(null)])) as Record<
    MetricField,
    z.ZodDefault<z.ZodNullable<z.ZodNumber>>
  >),
  /** The epoch with the best weights, from 1. */
  bestEpoch: z.int().nullable().default(null),
});
export type RunMetrics = z.infer<typeof runMetricsSchema>;

/** Before anything was measured. */
export const noMetrics: RunMetrics = runMetricsSchema.parse({});

/**
 * What a net would score that does not look at its input and answers the same everywhere: the commonest class of the
 * training split, or its mean. By the fields of {@link runMetricsSchema}.
 */
export const baselineSchema = z.partialRecord(z.enum(metricFields), z.number());
export type Baseline = z.infer<typeof baselineSchema>;

/** Forecasts of a series in time that know nothing but its own past: what it was last, and what it was a season before. */
export const naiveForecasts = ['lastValue', 'seasonal'] as const;
export type NaiveForecast = (typeof naiveForecasts)[number];

/** What naive forecasts would score; empty where the data set is no series, and as {@link baselineSchema}. */
export const naiveSchema = z.partialRecord(z.enum(naiveForecasts), baselineSchema);
export type Naive = z.infer<typeof naiveSchema>;

/** What a run's figures are to be held against. */
export interface Baselines {
  readonly baseline: Baseline;
  readonly naive: Naive;
}

export const checkpointNames = ['best', 'last'] as const;
export const checkpointNameSchema = z.enum(checkpointNames);
export type CheckpointName = z.infer<typeof checkpointNameSchema>;

/** What was measured of exactly the weights of one checkpoint; whatever was not is absent. */
export const weightsMetricsSchema = z.partialRecord(
  z.enum(metricCatalogue.map(({ kind }) => metricField('validation', kind))),
  z.number().nullable(),
);
export type WeightsMetrics = z.infer<typeof weightsMetricsSchema>;

/** What was measured on validation, of a run whose weights are those that were measured. */
export function metricsOfWeights(metrics: RunMetrics): WeightsMetrics {
  const fields = metricCatalogue.map(({ kind }) => metricField('validation', kind));
  return Object.fromEntries(
    fields.filter((field) => metrics[field] !== null).map((field) => [field, metrics[field]]),
  );
}

/** Which weights a checkpoint holds, and what is known of them. */
export const weightsFactsSchema = z.object({
  /** Steps after which they were had; 0: they were never trained. */
  step: z.int(),
  /** Epochs completed by then. */
  epoch: z.int(),
  metrics: weightsMetricsSchema,
});
export type WeightsFacts = z.infer<typeof weightsFactsSchema>;

/** A run's checkpoint. The run's own figures may be of other weights. */
export const checkpointSchema = weightsFactsSchema.extend({ name: checkpointNameSchema });
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** A checkpoint that a person had cleared to free space: what it held is known, and can no longer be had. */
export const clearedCheckpointSchema = checkpointSchema.extend({ clearedAt: z.iso.datetime() });
export type ClearedCheckpoint = z.infer<typeof clearedCheckpointSchema>;

export const runSummarySchema = z.object({
  id: runIdSchema,
  name: z.string(),
  state: runStateSchema,
  /** Index into the palette of run colors; a run keeps it everywhere. */
  color: z.int(),
  note: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  datasetKind: z.string(),
  datasetName: z.string(),
  /** Null for imported runs, of which it is not known; so is the seed. */
  parameterCount: z.int().nullable(),
  seed: z.int().nullable(),
  /** What a person calls it by, besides its name; in the order of their letters. */
  tags: z.array(z.string()),
  /** Kept in sight, before the others. */
  pinned: z.boolean(),
  /** Put aside: lists leave it out unless they are asked. */
  archived: z.boolean(),
  progress: progressSchema.nullable(),
  /** Its turn has come, and machine code is being made for it. */
  compiling: z.boolean().optional(),
  metrics: runMetricsSchema,
  /** Empty until the training has begun, and for runs from before baselines were told. */
  baseline: baselineSchema,
  naive: naiveSchema.default({}),
  /** Why it ended, where that was neither its end nor a person's wish; also what a stop by force has lost. */
  error: appErrorDataSchema.nullable(),
  /** The checkpoints that can be had, the best first. */
  checkpoints: z.array(checkpointSchema),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

export const runDetailSchema = runSummarySchema.extend({
  /** Null for imported runs, as is whatever else they lack. */
  experiment: experimentSchema.nullable(),
  datasetHash: z.string().nullable(),
  /** Examples of the training split. */
  trainingExamples: z.int().nullable().default(null),
  versions: versionsSchema.nullable(),
  /** Null for runs that were trained here. */
  imported: importedFactsSchema.nullable().default(null),
  /** What it was trained with before it went on with something that gives other bits, oldest first. */
  earlierVersions: z.array(earlierVersionsSchema),
  /** How its steps are run; null before that was decided. */
  compilation: compilationFactsSchema.nullable(),
  /** SHA-256 over the last checkpoint's weights in the network's order; null before there is one. */
  weightsHash: z.string().nullable(),
  clearedCheckpoints: z.array(clearedCheckpointSchema).default([]),
  /** Which run it was started to mend; null where it was not. */
  remedyOf: remedyOfSchema.nullable().default(null),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

/** A curve thinned to what a chart has pixels for; extremes are kept. */
export const curveSchema = z.object({
  runId: runIdSchema,
  split: splitSchema,
  name: seriesNameSchema,
  steps: wholeNumbersSchema,
  values: measuredSchema,
});
export type Curve = z.infer<typeof curveSchema>;

/** The curves of several runs as one, thinned likewise: null where a run's value was no number. */
export const curveBandSchema = z.object({
  /** Its place among those that were asked for. */
  group: z.int(),
  split: splitSchema,
  name: seriesNameSchema,
  steps: wholeNumbersSchema,
  /** Runs that have each step. */
  counts: wholeNumbersSchema,
  means: measuredSchema,
  deviations: measuredSchema,
  lows: measuredSchema,
  highs: measuredSchema,
});
export type CurveBand = z.infer<typeof curveBandSchema>;

/** One place where the experiments of the compared runs differ. */
export const configDifferenceSchema = z.object({
  /** `training.optimizer.learningRate`, `network.hidden.units`. */
  path: z.string(),
  /** JSON values in the order of the runs; null where absent. */
  values: z.array(z.json().nullable()),
});
export type ConfigDifference = z.infer<typeof configDifferenceSchema>;
