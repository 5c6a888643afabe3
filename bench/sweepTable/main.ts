import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseExperiment } from '@shared/experiment/parsing';
import { chain } from '@shared/experiment/templates/template';
import type { RunId } from '@shared/ids';
import type { EngineClient } from '../../src-main/processes/engineClient';
import { trainAll, withTemporaryEngine } from '../engine/training';

/**
 * Trains a small net at every point of a grid and keeps its validation loss after each epoch: the table that the methods
 * of sweeps, and Optuna's, are asked to find the best of. Writes test/fixtures/sweeps/spirals.json.
 */
const widths = [2, 3, 4, 6, 8, 12, 16, 24];
const learningRates = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];
const batchSizes = [8, 16, 32, 64];
const epochs = 27;

const experimentOf = (units: number, learningRate: number, batchSize: number) =>
  parseExperiment({
    version: 1,
    name: `${units} units, ${learningRate}, batches of ${batchSize}`,
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'hidden', kind: 'dense', units },
      { id: 'bend', kind: 'tanh' },
      { id: 'scores', kind: 'dense', units: 2 },
    ),
    dataset: { kind: 'spirals', examples: 400, noise: 0.05 },
    training: { seed: 1, epochs, batchSize, optimizer: { kind: 'adam', learningRate } },
  });

async function lossesOf(client: EngineClient, runId: RunId): Promise<number[]> {
  const { values } = await client.runs.points({ runId, split: 'validation', name: 'loss' });
  if (values.length !== epochs) throw new Error(`${values.length} of ${epochs} epochs were measured`);
  return values.map((value) => Number((value ?? NaN).toFixed(5)));
}

const losses = await withTemporaryEngine(async (client) => {
  const all: number[][] = [];
  for (const units of widths) {
    for (const batchSize of batchSizes) {
      const runIds = await trainAll(
        client,
        learningRates.map((rate) => experimentOf(units, rate, batchSize)),
      );
      for (const runId of runIds) all.push(await lossesOf(client, runId));
    }
    console.log(`${units} units: done`);
  }
  return all;
});

const parameters = {
  'network.hidden.units': widths,
  'training.batchSize': batchSizes,
  'training.optimizer.learningRate': learningRates,
};
const path = join(process.cwd(), 'test/fixtures/sweeps/spirals.json');
writeFileSync(path, `${JSON.stringify({ epochs, parameters, losses })}\n`);
console.log(path);
