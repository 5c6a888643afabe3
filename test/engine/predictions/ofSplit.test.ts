import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '@shared/experiment/parsing';
import { runIdSchema } from '@shared/ids';
import { mean } from '@shared/statistics/describe';
import { smallNetwork } from '../../support/experiments';
import { text } from '../../support/tables';
import { openEngine, watchUntil, type EngineCalls } from '../support/engine';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

async function trained(client: EngineCalls, dataset: object, training: object, outputs = 2) {
  const experiment = parseExperiment({
    version: 1,
    name: 'to be looked at',
    network: smallNetwork(6, outputs),
    dataset,
    training: { epochs: 2, batchSize: 16, observation: 'off', ...training },
  });
  const { runId } = await client.runs.start({ experiment });
  await watchUntil(client, runId);
  return client.runs.get({ runId });
}

const points = (kind: string) => ({ kind, examples: 120 });

describe('what a run answers to a split', () => {
  it.each([
    { dataset: points('moons'), training: { loss: { kind: 'softmaxCrossEntropy', labelSmoothing: 0.1 } } },
    { dataset: points('moons'), training: { loss: 'hinge' }, outputs: 1 },
    { dataset: points('blobs'), training: { loss: 'multiclassHinge' }, outputs: 3 },
    { dataset: points('function1d'), training: { loss: 'huber' }, outputs: 1 },
  ])('has the losses and the accuracy that the trainer measured: $training', async (given) => {
    const { client } = openEngine(temporaryFolder(), programs);
    const run = await trained(client, given.dataset, given.training, given.outputs);
    const checkpoint = run.checkpoints.find(({ name }) => name === 'last');
    const found = await client.predictions.ofSplit({
      runId: run.id,
      checkpoint: 'last',
      split: 'validation',
    });
    const { losses, targets, answers, indices, splitExamples, task } = found;
    expect(indices).toHaveLength(splitExamples);
    expect(mean(losses.map((loss) => loss ?? NaN))).toBeCloseTo(checkpoint?.metrics.validationLoss ?? NaN, 5);
    if (task === 'regression') return;
    const right = answers.filter((answer, row) => answer === targets[row]);
    expect(right.length / targets.length).toBeCloseTo(checkpoint?.metrics.validationAccuracy ?? NaN, 6);
  });

  it('shows a table’s examples in the words of its cells, and where the file has them', async () => {
    const home = temporaryFolder();
    const { client } = openEngine(home, programs);
    const path = join(home, 'fruit.csv');
    const rows = Array.from({ length: 40 }, (_, row) => [
      ['red', 'green', 'blue'][row % 3],
      row / 4,
      row > 20 ? 'yes' : 'no',
    ]);
    writeFileSync(path, text('color,size,ripe', ...rows.map((row) => row.join(','))));
    const run = await trained(client, { kind: 'csv', path, target: 'ripe' }, {});
    const examples = await client.predictions.examples({
      runId: run.id,
      checkpoint: 'best',
      indices: [7, 30],
    });
    expect(examples.map(({ cells, label }) => [...cells.map(({ text: cell }) => cell), label])).toEqual([
      ['green', '1.75', 'no'],
      ['red', '7.5', 'yes'],
    ]);
    await expect(
      client.predictions.examples({ runId: run.id, checkpoint: 'best', indices: [40] }),
    ).rejects.toMatchObject({
      data: { code: 'badArgument', remedy: expect.stringContaining('39') as string },
    });
  });

  it('is refused for a split without examples and for a run that is not there, with the reason', async () => {
    const { client } = openEngine(temporaryFolder(), programs);
    const run = await trained(client, points('moons'), {});
    const { error } = await safe(
      client.predictions.ofSplit({ runId: run.id, checkpoint: 'best', split: 'test' }),
    );
    expect(error).toMatchObject({ data: { code: 'badDataset' } });
    const runId = runIdSchema.parse('no-such-run');
    await expect(
      client.predictions.ofSplit({ runId, checkpoint: 'best', split: 'test' }),
    ).rejects.toMatchObject({ data: { code: 'notFound' } });
  });
});
