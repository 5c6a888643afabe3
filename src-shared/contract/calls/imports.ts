import {
  importedRunsSchema,
  modelReportSchema,
  modelRequestSchema,
  runImportSchema,
  startFitSchema,
  startRequestSchema,
} from '../imports';
import { call } from './call';

export const importsCalls = {
  /** Reads a stored model, and copies its weights into the workspace. */
  open: call.input(modelRequestSchema).output(modelReportSchema),
  /** Brings in the runs of another tracker, all or none, to be compared with. */
  runs: call.input(runImportSchema).output(importedRunsSchema),
  /** Which layers of an experiment take the weights that it starts from. */
  fit: call.input(startRequestSchema).output(startFitSchema),
};
