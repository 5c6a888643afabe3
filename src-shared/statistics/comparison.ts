import { z } from 'zod';
import { runIdSchema } from '../ids';
import { metricNames, metricPath } from '../runs/metricNames';
import { splitSchema } from '../runs/run';
import { configurationTests } from './configurations';
import { netTests } from './nets';

/** What is said of two sides: the first is better than the second, or worse. */
export const verdicts = ['better', 'worse', 'noDifferenceSeen', 'tooFewSeeds'] as const;
export type Verdict = (typeof verdicts)[number];

const intervalSchema = z.tuple([z.number(), z.number()]);

/** Runs of one configuration: they differ in their seeds or held-out folds alone. */
export const comparedGroupSchema = z.object({
  /** Every run, by seed. */
  runs: z.array(runIdSchema),
  /** Where the configurations differ, what this one has: `training.optimizer.learningRate`, null where absent. */
  differs: z.record(z.string(), z.json().nullable()),
  /** Seeds, and folds of each, that have a value: runs of one seed on the same data are the same run and count once. */
  n: z.int(),
  /** Of the cross-validation that the runs are parts of; 0 where they are of none. */
  folds: z.int(),
  mean: z.number().nullable(),
  /** 95 % of the mean, over seeds and folds; null for fewer than two. */
  interval: intervalSchema.nullable(),
  deviation: z.number().nullable(),
  interquartileMean: z.number().nullable(),
  /** 95 % of the interquartile mean, by the bootstrap; null over folds. */
  interquartileInterval: intervalSchema.nullable(),
  /** Of each run; null where it was not measured. */
  values: z.array(z.number().nullable()),
  seeds: z.array(z.int().nullable()),
  /** Examples that each run was judged on. */
  examples: z.array(z.int().nullable()),
  /** Of shares: what so many examples allow each run's to be (95 %). Empty for other metrics. */
  examplesIntervals: z.array(intervalSchema.nullable()),
});
export type ComparedGroup = z.infer<typeof comparedGroupSchema>;

export const comparedPairSchema = z.object({
  /** Places of the two in `groups`. */
  of: z.tuple([z.int(), z.int()]),
  /** Of the configurations. */
  verdict: z.enum(verdicts),
  /** What the figures beside it are of: `nets` where each side has one seed, and the two nets alone could be compared. */
  about: z.enum(['configurations', 'nets']),
  /** Of the two nets, on the examples that both were judged on. */
  netsVerdict: z.enum(['better', 'worse', 'noDifferenceSeen']).nullable(),
  /** The first minus the second. */
  difference: z.number().nullable(),
  /** 95 % of the difference. */
  interval: intervalSchema.nullable(),
  pValue: z.number().nullable(),
  /** By Holm over all pairs; the verdict goes by this one. */
  adjustedPValue: z.number().nullable(),
  test: z.enum([...configurationTests, ...netTests]).nullable(),
  /** How often a run of the first beats one of the second, ties counted half. */
  probabilityOfImprovement: z.number().nullable(),
  /** Seeds a side that would see a difference of this size in 4 of 5 cases. */
  seedsNeeded: z.int().nullable(),
});
export type ComparedPair = z.infer<typeof comparedPairSchema>;

export const comparisonSchema = z.object({
  metric: z.enum(metricNames.map(metricPath)),
  split: splitSchema,
  better: z.enum(['lower', 'higher']),
  /** `holm` where there is more than one pair. */
  correction: z.enum(['holm', 'none']),
  groups: z.array(comparedGroupSchema),
  pairs: z.array(comparedPairSchema),
  /** The best of several, picked after the fact, and what the best would reach were all of them equal. */
  bestOf: z
    .object({ group: z.int(), of: z.int(), mean: z.number(), byLuck: z.number().nullable() })
    .nullable(),
  /** What a reader should know before believing it. */
  warnings: z.array(z.string()),
});
export type Comparison = z.infer<typeof comparisonSchema>;
