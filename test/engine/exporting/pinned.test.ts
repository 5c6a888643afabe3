import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportRequestSchema } from '@shared/contract/exports';
import { inferNetwork } from '@shared/network/inference';
import { initializeWeights } from '@shared/network/initialWeights';
import { prepareDataset } from '../../../src-main/engine/datasets';
import { createExport } from '../../../src-main/engine/exporting';
import { writeTensorFile } from '../../../src-main/trainer/checkpoints/safetensors';
import { experimentNamed, newRun, openStores } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

const none = () => Promise.reject(new Error('there is nothing to compare'));
const inference = { open: none, run: none, time: none };

/** What a checkpoint says of its weights. */
const metadata = { weights: JSON.stringify({ step: 5, epoch: 1, metrics: {} }) };

async function exportable() {
  const experiment = experimentNamed('still training');
  const directory = temporaryFolder();
  const { dataset } = await prepareDataset(experiment.dataset, { directory });
  const { database, runs } = openStores();
  const run = runs.trained(runs.create({ ...newRun(), experiment, dataset }).id);
  database.close();
  return { run, dataset, datasetDirectory: join(directory, dataset.hash), runDirectory: temporaryFolder() };
}

it('exports and compares the same checkpoint though the run that trains replaces it meanwhile', async () => {
  const { run, dataset, datasetDirectory, runDirectory } = await exportable();
  const network = inferNetwork(run.experiment.network, { inputShape: dataset.inputShape });
  const best = join(runDirectory, 'best.safetensors');
  writeTensorFile(best, { tensors: initializeWeights(network, 1), metadata });
  const before = join(temporaryFolder(), 'before.safetensors');
  copyFileSync(best, before);

  const exporting = createExport(exportRequestSchema.parse({ format: 'onnx', runId: run.id }), {
    run,
    dataset,
    runDirectory,
    datasetDirectory,
    withTrainer: ({ checkpoint }, work) => {
      writeTensorFile(best, { tensors: initializeWeights(network, 2), metadata });
      expect(readFileSync(checkpoint).equals(readFileSync(before))).toBe(true);
      return work(() => Promise.reject(new Error('the comparison is not the point here')));
    },
    withWebAssembly: none,
    inference,
  });
  await expect(exporting).rejects.toThrow('the comparison is not the point here');
  expect(readdirSync(runDirectory).sort()).toEqual(['best.safetensors', 'exports']);
  expect(readdirSync(join(runDirectory, 'exports'))).toEqual([]);
});

it('says that a run has no such checkpoint, and leaves nothing behind', async () => {
  const { run, dataset, datasetDirectory, runDirectory } = await exportable();
  const context = {
    run,
    dataset,
    runDirectory,
    datasetDirectory,
    withTrainer: none,
    withWebAssembly: none,
    inference,
  };
  await expect(
    createExport(exportRequestSchema.parse({ format: 'onnx', runId: run.id }), context),
  ).rejects.toMatchObject({
    code: 'notFound',
    where: join(runDirectory, 'best.safetensors'),
  });
  expect(readdirSync(runDirectory)).toEqual([]);
});
