import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { startCheckSchema } from '../../diagnosis/checks/check';
import { findingSchema } from '../../diagnosis/finding';
import { rehearsalEventSchema } from '../../diagnosis/rehearsal/rehearsal';
import { experimentSchema } from '../../experiment/experiment';
import { layerIdSchema, runIdSchema } from '../../ids';
import { observationSchema } from '../../network/observation';
import { pictureKindSchema, pictureSchema } from '../../pictures/catalogue';
import { exampleMapsSchema } from '../../pictures/layers/exampleMaps';
import { excitingExamplesSchema } from '../../pictures/layers/excitingExamples';
import { runMomentSchema } from '../../pictures/runMoment';
import { mostTries, weightTrySchema } from '../../pictures/weightTry';
import { fewestPoints } from '../../runs/curves/thin';
import { remedyOfSchema } from '../../runs/remedyOf';
import {
  configDifferenceSchema,
  curveBandSchema,
  curveSchema,
  metricBatchSchema,
  runDetailSchema,
  runSummarySchema,
} from '../../runs/run';
import { comparisonSchema } from '../../statistics/comparison';
import { runEventSchema } from '../events';
import { eventsRequestSchema, writtenEventsSchema } from '../imports';
import {
  longestNote,
  mostRunsAtOnce,
  runFieldsSchema,
  runGroupsRequestSchema,
  runGroupsSchema,
  runLabelsSchema,
  runListRequestSchema,
  runListSchema,
  runOrderRequestSchema,
  runOrderSchema,
  runRowsRequestSchema,
  runRowsSchema,
  seriesKeySchema,
  seriesSchema,
  runNameSchema,
} from '../runs/runTable';
import { call, oneRun } from './call';

const comparedRunsSchema = z.object({
  runIds: z.array(runIdSchema).min(1).max(mostRunsAtOnce),
  /** As one writes it: `validation.accuracy`; absent: accuracy, or the loss where there is none. */
  metric: z.string().optional(),
});

/** How finely curves are wanted, and which part: the steps between two, both among them. */
const partOfCurve = {
  maximumPoints: z.int().min(10).max(100_000).default(1000),
  fromStep: z.int().optional(),
  toStep: z.int().optional(),
};

/** As it was after a step whose weights were kept, or as it is. */
const oneMoment = oneRun.extend({ step: z.int().min(0).nullable().default(null) });

export const runsCalls = {
  /**
   * Commits a run and queues its training, or several at once, all or none; answers before the training begins, with
   * the runs in the experiments' order.
   */
  start: call
    .input(
      z.union([
        z.strictObject({ experiment: experimentSchema, remedyOf: remedyOfSchema.optional() }),
        z.strictObject({
          experiments: z.array(experimentSchema).min(1).max(mostRunsAtOnce),
          /** Of each experiment in their order; null for one that tries none. */
          remediesOf: z.array(remedyOfSchema.nullable()).optional(),
        }),
      ]),
    )
    .output(oneRun.extend({ runIds: z.array(runIdSchema) })),
  /** Whether the net can learn a few examples by heart; no run comes of it. Ended where nobody listens any more. */
  rehearse: call
    .input(z.object({ experiment: experimentSchema }))
    .output(eventIterator(rehearsalEventSchema)),
  pause: call.input(oneRun).output(runSummarySchema),
  resume: call.input(oneRun).output(runSummarySchema),
  /** Ends the training after the step under way, with a checkpoint. */
  stop: call.input(oneRun).output(runSummarySchema),
  /** Goes on from the last checkpoint of a run that was stopped, interrupted or crashed. */
  continue: call.input(oneRun).output(runSummarySchema),
  rename: call.input(oneRun.extend({ name: runNameSchema })).output(runSummarySchema),
  setNote: call.input(oneRun.extend({ note: z.string().trim().max(longestNote) })).output(runSummarySchema),
  /** Into the bin, out of every list; `restore` brings them back. */
  delete: call
    .input(z.object({ runIds: z.array(runIdSchema).min(1) }))
    .output(z.object({ deleted: z.int() })),
  restore: call
    .input(z.object({ runIds: z.array(runIdSchema).min(1) }))
    .output(z.object({ restored: z.int() })),
  list: call.input(runListRequestSchema).output(runListSchema),
  /** The same in two parts, for a table of any length: the order of all, and the rows that are in sight. */
  order: call.input(runOrderRequestSchema).output(runOrderSchema),
  rows: call.input(runRowsRequestSchema).output(runRowsSchema),
  /** The same runs, put together by what they have in some columns. */
  groups: call.input(runGroupsRequestSchema).output(runGroupsSchema),
  /** What there is to ask of runs: names for conditions and columns. */
  fields: call.output(runFieldsSchema),
  /** Tags, keeps in sight or puts aside several runs at once. */
  label: call.input(runLabelsSchema).output(z.object({ runs: z.array(runSummarySchema) })),
  /** Every point of one series, or those after a step, up to {@link mostPoints}. */
  points: call
    .input(oneRun.extend({ ...seriesKeySchema.shape, afterStep: z.int().optional() }))
    .output(metricBatchSchema),
  /** Which series a run has. */
  series: call.input(oneRun).output(z.array(seriesSchema)),
  get: call.input(oneRun).output(runDetailSchema),
  /** Writes every point of runs into a folder as event files of TensorBoard's. */
  writeEvents: call.input(eventsRequestSchema).output(writtenEventsSchema),
  /** What goes wrong in a run by what is known of it so far, roots first; nothing in one that does well. */
  findings: call.input(oneRun).output(z.array(findingSchema)),
  /** What was looked at before the first step; nothing of a run that was not observed. */
  startChecks: call.input(oneRun).output(z.array(startCheckSchema)),
  /** What was seen of the layers, oldest first; empty for runs that were not observed. */
  observations: call
    .input(oneRun.extend({ afterStep: z.int().default(-1) }))
    .output(z.array(observationSchema)),
  curves: call
    .input(
      z.object({
        runIds: z.array(runIdSchema).min(1).max(50),
        series: z.array(seriesKeySchema).optional(),
        ...partOfCurve,
      }),
    )
    .output(z.array(curveSchema)),
  /** The curves of each group of runs as one: the mean at every step, and how far the runs lie apart. */
  bands: call
    .input(
      z.object({
        groups: z.array(z.array(runIdSchema).min(1).max(mostRunsAtOnce)).min(1).max(50),
        ...partOfCurve,
      }),
    )
    .output(z.array(curveBandSchema)),
  /** Summaries, experiments, differences and curves of several runs in one answer. */
  compare: call
    .input(
      z.object({
        runIds: z.array(runIdSchema).min(2).max(50),
        maximumPoints: z.int().min(10).max(100_000).default(1000),
      }),
    )
    .output(
      z.object({
        runs: z.array(runDetailSchema),
        differences: z.array(configDifferenceSchema),
        curves: z.array(curveSchema),
      }),
    ),
  /** What can be said between the configurations of some runs: groups over seeds, and a verdict for every two. */
  verdicts: call.input(comparedRunsSchema).output(comparisonSchema),
  /** The same as one file to be read in a browser, offline: verdicts, tables and curves, with their data in it. */
  report: call.input(comparedRunsSchema).output(z.object({ name: z.string(), html: z.string() })),
  /** Everything that happens to a run, from its present state on, until aborted or the run has ended. */
  watch: call
    .input(
      oneRun.extend({
        pictures: z.boolean().default(false),
        /** Points of a series that one event tells at most, drawn the same as all; absent: every value. */
        pointsAtOnce: z.int().min(fewestPoints).optional(),
        /** Nobody looks on: to be told now and then is enough. */
        seldom: z.boolean().default(false),
      }),
    )
    .output(eventIterator(runEventSchema)),
  /**
   * What the network makes of its task: now, from the trainer while it runs, else from the best checkpoint; or as it was.
   * Without a kind, the picture that suits the task best. Weights can be changed for it by hand, of a moment that was kept
   * or of a run that has ended.
   */
  picture: call
    .input(
      oneMoment.extend({
        of: pictureKindSchema.optional(),
        tries: z.array(weightTrySchema).min(1).max(mostTries).optional(),
      }),
    )
    .output(pictureSchema),
  /** Steps whose weights were kept, so that the run can be looked at as it was; ascending. */
  moments: call.input(oneRun).output(z.array(z.int())),
  /** What the network made of the plane after one of those steps, or makes of it now, unit by unit; and the picture, where wanted. */
  moment: call
    .input(
      oneMoment.extend({
        picture: z.boolean().default(true),
        /** The one layer that is looked at; null for none, absent for all. */
        layer: layerIdSchema.nullable().optional(),
      }),
    )
    .output(runMomentSchema),
  /** What a layer made, or makes, of one of the images that the run is observed on. */
  exampleMaps: call
    .input(oneMoment.extend({ layer: layerIdSchema, example: z.int().min(0) }))
    .output(exampleMapsSchema),
  /** Which of the examples that the run is observed on excite, or excited, a unit or a channel most. */
  excitingExamples: call
    .input(oneMoment.extend({ layer: layerIdSchema, unit: z.int().min(0) }))
    .output(excitingExamplesSchema),
};
