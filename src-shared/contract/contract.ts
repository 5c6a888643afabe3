import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { startCheckSchema } from '../diagnosis/checks/check';
import { findingSchema } from '../diagnosis/finding';
import { rehearsalEventSchema } from '../diagnosis/rehearsal/rehearsal';
import { datasetPreviewSchema } from '../data/prepared';
import { datasetSpecSchema, tableSpecSchema } from '../data/spec';
import { tableLookSchema } from '../data/tables/look';
import { appErrorDataSchema } from '../errors';
import { experimentSchema } from '../experiment/experiment';
import { runIdSchema } from '../ids';
import { observationSchema } from '../network/observation';
import {
  configDifferenceSchema,
  curveBandSchema,
  curveSchema,
  metricBatchSchema,
  runDetailSchema,
  runSummarySchema,
} from '../runs/run';
import { sweepDetailSchema, sweepEventSchema, sweepIdSchema, sweepSummarySchema } from '../runs/sweeps/sweep';
import { remedyOfSchema } from '../runs/remedyOf';
import { pictureSchema } from '../pictures/catalogue';
import { runMomentSchema } from '../pictures/unitMaps';
import { comparisonSchema } from '../statistics/comparison';
import { engineStatusSchema, runEventSchema, workspaceEventSchema } from './events';
import {
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
} from './runTable';
import {
  eventsRequestSchema,
  importedRunsSchema,
  modelReportSchema,
  modelRequestSchema,
  runImportSchema,
  startFitSchema,
  startRequestSchema,
  writtenEventsSchema,
} from './imports';
import {
  adoptedSchema,
  backupSchema,
  restoredSchema,
  workspaceCheckSchema,
  workspaceStateSchema,
} from './workspace';
import { binEntrySchema, clearableKinds, clearableSchema } from './clearing';
import { exportRequestSchema, exportResultSchema } from './exports';
import {
  exportedModelSchema,
  inferRequestSchema,
  inferResultSchema,
  modelDescriptionSchema,
  modelReferenceSchema,
  occlusionRequestSchema,
  occlusionSchema,
  predictionBatchSchema,
  triedExamplesSchema,
  tryRequestSchema,
  tryResultSchema,
  verifyRequestSchema,
  verifyResultSchema,
} from './models';
import {
  examplesRequestSchema,
  shownExampleSchema,
  splitPredictionsSchema,
  splitRequestSchema,
} from './predictions';

/** Every call may fail with an AppError, which crosses as data. */
const call = oc.errors({ APP_ERROR: { status: 400, message: 'AppError', data: appErrorDataSchema } });

const oneRun = z.object({ runId: runIdSchema });
const comparedRunsSchema = z.object({
  runIds: z.array(runIdSchema).min(1).max(mostRunsAtOnce),
  /** As one writes it: `validation.accuracy`; absent: accuracy, or the loss where there is none. */
  metric: z.string().optional(),
});
const oneSweep = z.object({ sweepId: sweepIdSchema });

/** Every call and stream between an interface and the engine. */
export const contract = {
  engine: {
    status: call.output(engineStatusSchema),
    /** Status every few seconds and every change to a run, until aborted. */
    watch: call.output(eventIterator(workspaceEventSchema)),
  },
  /** What is asked of the folder that holds everything; these calls also work where its database is damaged. */
  workspace: {
    state: call.output(workspaceStateSchema),
    /** Reads all of it, and tells what is damaged or lost. */
    check: call.output(workspaceCheckSchema),
    backUp: call.output(backupSchema),
    /** Puts a backup in the database's place, the newest good one where none is named; only while nobody uses it. */
    restore: call.input(z.object({ backup: z.string().nullable().default(null) })).output(restoredSchema),
    /** Takes up runs of which their folders know more than the database: those named, or all. */
    adopt: call
      .input(z.object({ runIds: z.array(runIdSchema).nullable().default(null) }))
      .output(adoptedSchema),
    /** What was deleted and can still be taken back, the latest first. */
    bin: call.output(z.array(binEntrySchema)),
    /** What could be cleared, and how much that would free. */
    clearable: call.output(z.array(clearableSchema)),
    /** Clears what is named. @returns what was */
    clear: call
      .input(z.object({ kinds: z.array(z.enum(clearableKinds)).min(1) }))
      .output(z.array(clearableSchema)),
  },
  files: {
    /** What a folder holds, for choosing files where no native dialog is at hand. */
    list: call.input(z.object({ directory: z.string().optional() })).output(
      z.object({
        directory: z.string(),
        parent: z.string().nullable(),
        entries: z.array(
          z.object({ name: z.string(), path: z.string(), isDirectory: z.boolean(), bytes: z.int() }),
        ),
      }),
    ),
    /** A file that was dropped in a browser, part by part; its path once the last has come. */
    receive: call
      .input(
        z.object({
          transfer: z.string().regex(/^[0-9a-f]{32}$/),
          name: z.string().min(1).max(200),
          base64: z.base64(),
          isLast: z.boolean(),
        }),
      )
      .output(z.object({ path: z.string().nullable() })),
    /** Reads an experiment file, checked; relative paths in it are made absolute. */
    openExperiment: call
      .input(z.object({ path: z.string() }))
      .output(z.object({ path: z.string(), experiment: experimentSchema })),
    /** Writes to a temporary name and renames. */
    saveExperiment: call
      .input(z.object({ path: z.string(), experiment: experimentSchema }))
      .output(z.object({ path: z.string() })),
  },
  datasets: {
    preview: call
      .input(z.object({ dataset: datasetSpecSchema, rows: z.int().min(0).max(1000).default(50) }))
      .output(datasetPreviewSchema),
    /** The beginning of a table as it is read, also of one that cannot be trained on yet. */
    look: call.input(z.object({ table: tableSpecSchema })).output(tableLookSchema),
  },
  imports: {
    /** Reads a stored model, and copies its weights into the workspace. */
    open: call.input(modelRequestSchema).output(modelReportSchema),
    /** Brings in the runs of another tracker, all or none, to be compared with. */
    runs: call.input(runImportSchema).output(importedRunsSchema),
    /** Which layers of an experiment take the weights that it starts from. */
    fit: call.input(startRequestSchema).output(startFitSchema),
  },
  runs: {
    /**
     * Commits a run and queues its training, or several at once, all or none; answers before the training begins, with
     * the runs in the experiments' order.
     */
    start: call
      .input(
        z.union([
          z.strictObject({ experiment: experimentSchema, remedyOf: remedyOfSchema.optional() }),
          z.strictObject({ experiments: z.array(experimentSchema).min(1).max(mostRunsAtOnce) }),
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
    rename: call.input(oneRun.extend({ name: z.string().min(1).max(200) })).output(runSummarySchema),
    setNote: call.input(oneRun.extend({ note: z.string().max(100_000) })).output(runSummarySchema),
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
    series: call.input(oneRun).output(z.array(seriesKeySchema)),
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
          maximumPoints: z.int().min(10).max(100_000).default(1000),
        }),
      )
      .output(z.array(curveSchema)),
    /** The curves of each group of runs as one: the mean at every step, and how far the runs lie apart. */
    bands: call
      .input(
        z.object({
          groups: z.array(z.array(runIdSchema).min(1).max(mostRunsAtOnce)).min(1).max(50),
          maximumPoints: z.int().min(10).max(100_000).default(1000),
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
      .input(oneRun.extend({ pictures: z.boolean().default(false) }))
      .output(eventIterator(runEventSchema)),
    /** What the network makes of its task: from the trainer while it runs, else from the best checkpoint. */
    picture: call.input(oneRun).output(pictureSchema),
    /** Steps whose weights were kept, so that the run can be looked at as it was; ascending. */
    moments: call.input(oneRun).output(z.array(z.int())),
    /** What the network made of its task after one of those steps, or makes of it now; unit by unit, too. */
    moment: call
      .input(oneRun.extend({ step: z.int().min(0).nullable().default(null) }))
      .output(runMomentSchema),
  },
  sweeps: {
    /** Begins the sweep that the experiment describes, or goes on with the one that is the same but for its budget. */
    start: call.input(z.object({ experiment: experimentSchema })).output(oneSweep),
    /** Goes on with a sweep that was paused, stopped or interrupted. */
    continue: call.input(oneSweep).output(sweepSummarySchema),
    /** Ends what is under way, each run with a checkpoint from which it goes on with the sweep. */
    pause: call.input(oneSweep).output(sweepSummarySchema),
    stop: call.input(oneSweep).output(sweepSummarySchema),
    /** Into the bin, alone or with its runs. */
    delete: call
      .input(oneSweep.extend({ withRuns: z.boolean().default(false) }))
      .output(z.object({ runIds: z.array(runIdSchema) })),
    /** Out of the bin, with the runs that went into it together with the sweep. */
    restore: call.input(oneSweep).output(z.object({ runIds: z.array(runIdSchema) })),
    /** The latest first. */
    list: call.output(z.array(sweepSummarySchema)),
    get: call.input(oneSweep).output(sweepDetailSchema),
    /** Each point and how the sweep stands, then what changes, until aborted or the sweep is no longer under way. */
    watch: call.input(oneSweep).output(eventIterator(sweepEventSchema)),
  },
  exports: {
    create: call.input(exportRequestSchema).output(exportResultSchema),
    list: call.input(oneRun).output(z.array(exportResultSchema)),
    /** A finished export's bytes in base64, for interfaces that save by download. */
    read: call
      .input(oneRun.extend({ path: z.string() }))
      .output(z.object({ name: z.string(), base64: z.string() })),
  },
  models: {
    describe: call.input(z.object({ model: modelReferenceSchema })).output(modelDescriptionSchema),
    /** Runs the rows of a table, an image or a folder of images through a model. */
    predict: call
      .input(z.object({ model: modelReferenceSchema, input: z.string().min(1) }))
      .output(eventIterator(predictionBatchSchema)),
    /** Runs one example through a model. */
    try: call.input(tryRequestSchema).output(tryResultSchema),
    /** Which parts of an example moved the answer. */
    occlude: call.input(occlusionRequestSchema).output(occlusionSchema),
    /** Examples of the model's data set, those that it does worst first. */
    examples: call.input(z.object({ model: modelReferenceSchema })).output(triedExamplesSchema),
    /** Everything that was exported, the latest first. */
    list: call.output(z.array(exportedModelSchema)),
    /** Whether an exported file is still the one that was handed out. */
    check: call
      .input(z.object({ path: z.string() }))
      .output(z.object({ state: z.enum(['unchanged', 'changed', 'gone']) })),
    /** Deletes an exported file with its report, and forgets it. */
    delete: call.input(z.object({ path: z.string() })).output(z.object({ deleted: z.boolean() })),
    /** Runs one batch of numbers through a model, whatever they mean. */
    infer: call.input(inferRequestSchema).output(inferResultSchema),
    /** Holds an ONNX file against a run, as an export is before it is handed out. */
    verify: call.input(verifyRequestSchema).output(verifyResultSchema),
  },
  predictions: {
    /** What a run's weights answer to a split. */
    ofSplit: call.input(splitRequestSchema).output(splitPredictionsSchema),
    /** Examples to be looked at. */
    examples: call.input(examplesRequestSchema).output(z.array(shownExampleSchema)),
  },
};
export type Contract = typeof contract;
