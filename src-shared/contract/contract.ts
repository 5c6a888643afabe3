import { datasetsCalls } from './calls/datasets';
import { engineCalls } from './calls/engine';
import { exportsCalls } from './calls/exports';
import { filesCalls } from './calls/files';
import { importsCalls } from './calls/imports';
import { modelsCalls } from './calls/models';
import { predictionsCalls } from './calls/predictions';
import { queueCalls } from './calls/queue';
import { runsCalls } from './calls/runs';
import { sweepsCalls } from './calls/sweeps';
import { workspaceCalls } from './calls/workspace';

/** Every call and stream between an interface and the engine. */
export const contract = {
  engine: engineCalls,
  workspace: workspaceCalls,
  files: filesCalls,
  datasets: datasetsCalls,
  imports: importsCalls,
  runs: runsCalls,
  queue: queueCalls,
  sweeps: sweepsCalls,
  exports: exportsCalls,
  models: modelsCalls,
  predictions: predictionsCalls,
};
export type Contract = typeof contract;
