import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  attributionRequestSchema,
  attributionSchema,
  exampleOfModelSchema,
  exportedModelSchema,
  inferRequestSchema,
  inferResultSchema,
  keepRequestSchema,
  keptExamplesSchema,
  modelDescriptionSchema,
  modelReferenceSchema,
  predictionBatchSchema,
  triedExamplesSchema,
  tryRequestSchema,
  tryResultSchema,
  verifyRequestSchema,
  verifyResultSchema,
} from '../models';
import { modelSpeedSchema } from '../exports';
import { modelSurveySchema } from '../../exporting/modelSurvey';
import { firedLayerSchema } from '../fired';
import { call } from './call';

export const modelsCalls = {
  describe: call.input(z.object({ model: modelReferenceSchema })).output(modelDescriptionSchema),
  /** What is in a model file, whoever wrote it and whether or not it runs. */
  survey: call.input(z.object({ path: z.string().min(1) })).output(modelSurveySchema),
  /** How long a model file with one input takes for an example, whatever the numbers mean. */
  time: call.input(z.object({ path: z.string().min(1) })).output(modelSpeedSchema),
  /** Runs the rows of a table, an image or a folder of images through a model. */
  predict: call
    .input(z.object({ model: modelReferenceSchema, input: z.string().min(1) }))
    .output(eventIterator(predictionBatchSchema)),
  /** Runs one example through a model. */
  try: call.input(tryRequestSchema).output(tryResultSchema),
  /** Which parts of an example moved the answer. */
  attribute: call.input(attributionRequestSchema).output(attributionSchema),
  /** What each layer gives for an example. */
  fired: call.input(exampleOfModelSchema).output(z.array(firedLayerSchema)),
  /** Examples of the model's data set, those that it does worst first. */
  examples: call.input(z.object({ model: modelReferenceSchema })).output(triedExamplesSchema),
  /** Keeps an example, as the model is given it, with the answer that is right. */
  keep: call.input(keepRequestSchema).output(z.object({ folder: z.string(), id: z.string() })),
  /** The examples that were kept of the model's data set. */
  kept: call.input(z.object({ model: modelReferenceSchema })).output(keptExamplesSchema),
  /** Takes a kept example out again. */
  takeOut: call.input(z.object({ model: modelReferenceSchema, id: z.string() })).output(z.object({})),
  /** Everything that was exported, the latest first. */
  list: call.output(z.array(exportedModelSchema)),
  /** Whether an exported file is still the one that was handed out. */
  check: call.input(z.object({ path: z.string() })).output(
    z.object({
      state: z.enum(['unchanged', 'changed', 'gone']),
      /** Which of the file and those beside it hold something else, or are not there. */
      changed: z.array(z.string()),
    }),
  ),
  /** Deletes an exported file with its report, and forgets it. */
  delete: call.input(z.object({ path: z.string() })).output(z.object({ deleted: z.boolean() })),
  /** Runs one batch of numbers through a model, whatever they mean. */
  infer: call.input(inferRequestSchema).output(inferResultSchema),
  /** Holds an ONNX file against a run, as an export is before it is handed out. */
  verify: call.input(verifyRequestSchema).output(verifyResultSchema),
};
