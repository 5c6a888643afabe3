import { z } from 'zod';
import {
  examplesRequestSchema,
  shownExampleSchema,
  splitPredictionsSchema,
  splitRequestSchema,
} from '../predictions';
import { call } from './call';

export const predictionsCalls = {
  /** What a run's weights answer to a split. */
  ofSplit: call.input(splitRequestSchema).output(splitPredictionsSchema),
  /** Examples to be looked at. */
  examples: call.input(examplesRequestSchema).output(z.array(shownExampleSchema)),
};
