import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '@shared/experiment/parsing';
import { openEngine, watchUntil } from '../support/engine';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

const kept = join(import.meta.dirname, '../../fixtures/workspaces');

/** A copy of a workspace as the version that wrote it left it: the kept one is never opened, which would change it. */
function opened(name: string) {
  const home = temporaryFolder();
  cpSync(join(kept, name), home, { recursive: true });
  return { home, ...openEngine(home, programs) };
}

describe.each(readdirSync(kept))('a workspace written with %s', (name) => {
  it('shows its runs with the figures, curves and checkpoints that they had', async () => {
    const { client } = opened(name);
    const { runs } = await client.runs.list({ sort: 'name', descending: false });
    expect(runs.map(({ name, state }) => [name, state])).toEqual([
      ['kept past', 'completed'],
      ['stopped halfway', 'stopped'],
    ]);
    const [completed] = runs;
    if (completed === undefined) throw new Error('there is no run');
    const run = await client.runs.get({ runId: completed.id });
    expect(run.metrics.validationLoss).toBeCloseTo(0.7518814086914063, 12);
    expect(run.metrics.validationAccuracy).toBe(0.55);
    expect(run.metrics.bestEpoch).toBe(1);
    expect(run.weightsHash).toMatch(/^6bfa82ee/);
    expect(run.checkpoints).toMatchObject([
      { name: 'best', step: 4, epoch: 1 },
      { name: 'last', step: 12, epoch: 3 },
    ]);
    const [loss] = await client.runs.curves({
      runIds: [run.id],
      series: [{ split: 'training', name: 'loss' }],
    });
    expect(loss?.steps).toHaveLength(12);
    expect(await client.exports.list({ runId: run.id })).toHaveLength(1);
    const exported = await client.exports.create({ runId: run.id, format: 'onnx', checkpoint: 'best' });
    expect(exported).toMatchObject({ weights: { step: 4, epoch: 1 }, report: { passed: true } });
  });

  it('lets its stopped run go on from where it stood, and its experiment train anew', async () => {
    const { client, home } = opened(name);
    const { runs } = await client.runs.list({ states: ['stopped'] });
    const [stopped] = runs;
    if (stopped === undefined) throw new Error('there is no stopped run');
    await client.runs.continue({ runId: stopped.id });
    await watchUntil(client, stopped.id);
    const run = await client.runs.get({ runId: stopped.id });
    expect(run.error).toBeNull();
    expect(run.state).toBe('completed');
    expect(run.progress?.step).toBeGreaterThan(4);

    const file = readFileSync(join(home, 'experiment.layerlab.json'), 'utf8');
    const { runId } = await client.runs.start({ experiment: parseExperiment(JSON.parse(file)) });
    await watchUntil(client, runId);
    expect((await client.runs.get({ runId })).state).toBe('completed');
  });
});
