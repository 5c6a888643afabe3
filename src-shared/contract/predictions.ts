import { z } from 'zod';
import { datasetTasks } from '../catalogue/task';
import { predictionSchema } from '../exporting/predictions/prediction';
import { runIdSchema } from '../ids';
import { checkpointNameSchema, splitSchema } from '../runs/run';

/** Which weights, of which run. */
const trainedSchema = z.strictObject({
  runId: runIdSchema,
  checkpoint: checkpointNameSchema.default('best'),
});

export const splitRequestSchema = trainedSchema.extend({ split: splitSchema });
export type SplitRequest = z.infer<typeof splitRequestSchema>;

/** What a run's weights answer to the examples of a split: one entry an example in every list, in the split's order. */
export const splitPredictionsSchema = z.object({
  split: splitSchema,
  step: z.int(),
  epoch: z.int(),
  /** Examples that the split has, of which the first are here. */
  splitExamples: z.int(),
  task: z.enum(datasetTasks),
  classNames: z.array(z.string()),
  inputShape: z.array(z.int()),
  /** Places in the data set. */
  indices: z.array(z.int()),
  /** Values to predict an example: of several the one that comes next is among the targets and answers, the loss is of all. */
  horizon: z.int(),
  /** Class indices, or values. */
  targets: z.array(z.number()),
  answers: z.array(z.number()),
  /** By the run's own loss, unweighted; null where it is no finite number. */
  losses: z.array(z.number().nullable()),
  /** Probability of the right class; null for regression, and where the outputs say none. */
  ofRight: z.array(z.number()).nullable(),
  /** Probability of the class that is answered; null as `ofRight`. */
  ofAnswer: z.array(z.number()).nullable(),
  /** Of two classes what speaks for the second, and from where on it is answered; null where there are not two. */
  scores: z.object({ values: z.array(z.number()), threshold: z.number() }).nullable(),
  /** Labels that the net contradicts as surely as it tells the other class's own examples; worst first. */
  suspects: z.array(z.object({ row: z.int(), suggested: z.int() })),
});
export type SplitPredictions = z.infer<typeof splitPredictionsSchema>;

/** Examples that are looked at in one request. */
export const mostShownExamples = 100;

export const examplesRequestSchema = trainedSchema.extend({
  /** Places in the data set. */
  indices: z.array(z.int().min(0)).max(mostShownExamples),
});
export type ExamplesRequest = z.infer<typeof examplesRequestSchema>;

export const shownExampleSchema = z.object({
  index: z.int(),
  /** As the data set stores them. */
  values: z.array(z.number()),
  /** Of tables the cells by column, as far as the stored numbers tell them; empty otherwise. */
  cells: z.array(z.object({ column: z.string(), text: z.string() })),
  /** The class, or the value, that is right. */
  label: z.string(),
  prediction: predictionSchema,
});
export type ShownExample = z.infer<typeof shownExampleSchema>;
