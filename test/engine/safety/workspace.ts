import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { RunId } from '@shared/ids';
import { noMetrics } from '@shared/runs/run';
import { openWorkspace } from '../../../src-main/engine/safety/openWorkspace';
import { Workspace } from '../../../src-main/engine/workspace';
import { MetricStore } from '../../../src-main/engine/runs/metrics/metricStore';
import { RunStore } from '../../../src-main/engine/runs/runStore';
import { listRuns } from '../../../src-main/engine/runs/table/runList';
import { writeCheckpoint } from '../../../src-main/trainer/checkpoints/checkpoint';
import { startClock } from '../../../src-main/trainer/run/pacing/clock';
import { everyRun, newRun } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

const silent = pino({ level: 'silent' });

/** A workspace's stores, as an engine opens them. */
export function opened(home: string) {
  const workspace = Workspace.open(home);
  const { database, close } = openWorkspace(workspace, silent);
  const metrics = new MetricStore(database);
  const runs = new RunStore(database, metrics);
  return { workspace, database, metrics, runs, close, list: () => listRuns(database, everyRun).runs };
}

/** Values of a curve that no two runs share. */
export const lossOf = (index: number) => Array.from({ length: 300 }, (_, step) => index + 1 / (step + 1));
const steps = Array.from({ length: 300 }, (_, step) => step + 1);

/** A workspace with completed runs in it, each with a curve, figures and a checkpoint; closed. */
export function filledWorkspace(count = 3): { home: string; ids: RunId[] } {
  const home = join(temporaryFolder(), 'workspace');
  const { workspace, runs, close } = opened(home);
  const ids = Array.from({ length: count }, (_, index) => {
    const { id } = runs.create(newRun(`run ${index}`));
    addResults(workspace, runs, id, index);
    return id;
  });
  close();
  return { home, ids };
}

function folderOf(workspace: Workspace, id: RunId): string {
  const folder = workspace.run(id);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function addResults(workspace: Workspace, runs: RunStore, id: RunId, index: number): void {
  const metrics = { ...noMetrics, trainingLoss: index + 0.5, validationLoss: index + 0.25, bestEpoch: 2 };
  const progress = {
    ...{ step: 300, totalSteps: 300, epoch: 3, epochs: 3 },
    ...{ examplesPerSecond: 1, elapsedSeconds: 2, remainingSeconds: 0 },
  };
  runs.recordMetrics(
    id,
    [{ split: 'training', name: 'loss', steps, values: lossOf(index) }],
    progress,
    metrics,
  );
  const values = Float32Array.from({ length: 40 }, (_, place) => index + place / 7);
  const facts = writeCheckpoint(folderOf(workspace, id), 'last', {
    tensors: [{ name: 'parameters/dense/kernel', shape: [5, 8], values }],
    clock: { ...startClock, step: 300, epoch: 3 },
  });
  runs.recordCheckpoint(id, 'last', facts);
  runs.ended(id, 'completed', { metrics });
}
