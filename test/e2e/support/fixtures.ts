import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noMetrics, type Progress } from '@shared/runs/run';
import { tensorFileBytes } from '../../../src-main/trainer/checkpoints/safetensors';
import { newRun, openStores } from '../../engine/support/stores';

const steps = Array.from({ length: 20 }, (_, index) => index + 1);
const progress: Progress = {
  step: 20,
  totalSteps: 20,
  epoch: 4,
  epochs: 4,
  examplesPerSecond: 1000,
  elapsedSeconds: 1,
  remainingSeconds: 0,
};
const facts = { step: 20, epoch: 4, metrics: {}, weightsHash: '0'.repeat(64) };
/** Of no tensors; written without the flushes of a trainer, which thousands of them would take long for. */
const checkpointBytes = Buffer.concat([
  ...tensorFileBytes({
    tensors: [],
    metadata: { weights: JSON.stringify(facts), weightsHash: facts.weightsHash },
  }),
]);

/** Puts finished runs with short curves into a workspace, through the engine's own store, each with a checkpoint that holds no tensors. */
export function fillWithRuns(
  home: string,
  count: number,
  nameOf = (index: number) => `run ${index + 1}`,
): void {
  mkdirSync(home, { recursive: true });
  const { database, runs } = openStores(join(home, 'layerlab.sqlite'));
  try {
    database.transaction(() => {
      for (let index = 0; index < count; index += 1) {
        const run = newRun(nameOf(index));
        const { id } = runs.create(run);
        runs.started(id, run.versions);
        const losses = steps.map((step) => 1 / (step + (index % 7)));
        const [loss = 0] = losses.slice(-1);
        runs.recordMetrics(
          id,
          [
            { split: 'training', name: 'loss', steps, values: losses },
            { split: 'validation', name: 'loss', steps, values: losses.map((value) => value * 1.1) },
          ],
          progress,
          { ...noMetrics, trainingLoss: loss, validationLoss: loss * 1.1 },
        );
        mkdirSync(join(home, 'runs', id), { recursive: true });
        writeFileSync(join(home, 'runs', id, 'best.safetensors'), checkpointBytes);
        runs.recordCheckpoint(id, 'best', facts);
        runs.ended(id, 'completed');
      }
    });
  } finally {
    database.close();
  }
}
