import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportedRuns } from '@shared/contract/imports';
import type { RunId } from '@shared/ids';
import { readTracker } from '../../../src-main/engine/trackers';
import { experimentNamed } from '../support/stores';
import { openEngine, watchUntil, type EngineCalls } from '../support/engine';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';

const logs = join(import.meta.dirname, '../../fixtures/trackers/tensorboard');

async function imported(): Promise<{
  client: EngineCalls;
  idOf: (name: string) => RunId;
  report: ImportedRuns;
}> {
  const { client } = openEngine(temporaryFolder(), programs);
  const report = await client.imports.runs({ path: logs });
  const idOf = (name: string) => {
    const run = report.runs.find((each) => each.name === name);
    if (run === undefined) throw new Error(`there is no run ${name}`);
    return run.runId;
  };
  return { client, idOf, report };
}

describe('imported runs', () => {
  it('are marked, with the figures that have a name here and no others', async () => {
    const { client, idOf } = await imported();
    const { runs } = await client.runs.list({ where: 'state = "imported"', sort: 'name', descending: false });
    expect(runs.map(({ name }) => name)).toEqual(['hparams/a', 'keras', 'torch', 'types']);
    const torch = runs.find(({ id }) => id === idOf('torch'));
    expect(torch).toMatchObject({ state: 'imported', seed: null, parameterCount: null, checkpoints: [] });
    expect(torch?.metrics.trainingLoss).toBeCloseTo(1 / 46, 6);
    // Percentages are no shares.
    expect(torch?.metrics.validationAccuracy).toBeNull();
    expect(runs.find(({ id }) => id === idOf('keras'))?.metrics.validationAccuracy).toBeGreaterThan(0);
    expect(await client.runs.get({ runId: idOf('hparams/a') })).toMatchObject({
      experiment: null,
      versions: null,
      datasetHash: null,
      seed: 7,
      imported: { parameters: { optimizer: 'adam' } },
    });
  });

  it('keep every point at its step, however far', async () => {
    const { client, idOf } = await imported();
    const points = (name: string, split: 'training' | 'validation' = 'training') =>
      client.runs.points({ runId: idOf('torch'), split, name });
    expect((await points('far')).steps).toEqual([0, 2 ** 31 + 5, 2 ** 40]);
    expect((await points('odd/values')).values.slice(0, 4)).toEqual([0.5, null, null, null]);
    expect((await points('loss')).steps).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45]);
    expect((await points('Accuracy/val', 'validation')).values).toHaveLength(3);
  });

  it('are written for TensorBoard as they came, and the trained ones with every point', async () => {
    const { client, idOf } = await imported();
    const { runId } = await client.runs.start({
      experiment: experimentNamed('../ours: <b>', { epochs: 3, observation: 'auto' }),
    });
    await watchUntil(client, runId);
    const directory = temporaryFolder();
    const written = await client.runs.writeEvents({
      runIds: [idOf('torch'), idOf('types'), runId],
      directory,
    });
    expect(written.runs.map(({ name }) => name)).toEqual(['torch', 'types', 'ours- -b']);
    const [before, after] = [await readTracker(logs), await readTracker(directory)];
    for (const name of ['torch', 'types']) {
      const series = (reading: typeof before) =>
        [...(reading.runs.find((run) => run.name === name)?.series ?? [])].sort((a, b) =>
          a.tag < b.tag ? -1 : 1,
        );
      expect(series(after)).toEqual(series(before));
    }
    const ours = after.runs.find(({ name }) => name === 'ours- -b');
    const key = { split: 'validation', name: 'accuracy' } as const;
    const points = await client.runs.points({ runId, ...key });
    expect(points.values.length).toBe(3);
    expect(ours?.series.find(({ tag }) => tag === 'validation/accuracy')).toMatchObject({
      steps: points.steps,
      values: points.values,
    });
    const seen = await client.runs.observations({ runId });
    const deviations = seen.map(({ layers }) => layers.find(({ layer }) => layer === 'hidden')?.deviation);
    expect(ours?.series.find(({ tag }) => tag === 'validation/hidden/deviation')).toMatchObject({
      steps: seen.map(({ step }) => step),
      values: deviations,
    });
    const count = ours?.series.reduce((sum, { steps }) => sum + steps.length, 0);
    expect(written.runs[2]?.points).toBe(count);
  });

  it('have no network that could be exported, continued, tried, drawn or started from', async () => {
    const { client, idOf } = await imported();
    const runId = idOf('keras');
    const model = { runId, checkpoint: 'best' as const };
    const experiment = {
      ...experimentNamed('from a foreign run'),
      startFrom: { kind: 'run' as const, run: runId, checkpoint: 'best' as const },
    };
    const attempts = [
      client.exports.create({ runId, format: 'onnx', checkpoint: 'best' }),
      client.models.describe({ model }),
      client.runs.continue({ runId }),
      client.runs.start({ experiment }),
    ];
    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({ data: { code: 'notAllowedNow' } });
    }
    await expect(client.runs.picture({ runId })).rejects.toMatchObject({ data: { code: 'notFound' } });
    expect(await client.runs.findings({ runId })).toEqual([]);
  });

  it('are compared, with what is not known of them', async () => {
    const { client, idOf } = await imported();
    const runIds = [idOf('keras'), idOf('torch')];
    const comparison = await client.runs.verdicts({ runIds, metric: 'training.loss' });
    expect(comparison.groups.map(({ n, seeds, examples }) => [n, seeds, examples])).toEqual([
      [1, [null], [null]],
      [1, [null], [null]],
    ]);
    expect(comparison.pairs[0]?.verdict).toBe('tooFewSeeds');
    expect(comparison.warnings.join()).toContain('not known on which examples and by which loss');
    const { differences, curves } = await client.runs.compare({ runIds: [...runIds, idOf('hparams/a')] });
    expect(differences).toContainEqual({ path: 'parameters.lr', values: [null, null, 0.01] });
    expect(curves.some(({ runId, name }) => runId === idOf('keras') && name === 'loss')).toBe(true);
  });

  it('are in a report, in which a hostile name is text', async () => {
    const { client, idOf } = await imported();
    const name = '</script><img src=x onerror=alert(1)>';
    await client.runs.rename({ runId: idOf('keras'), name });
    const { html } = await client.runs.report({ runIds: [idOf('keras'), idOf('torch')] });
    expect(html).not.toContain('<img');
    expect(html).toContain('imported from TensorBoard');
    expect(html).toContain('These runs were imported without their settings: what differs is not known.');
    expect(html).not.toContain('the only configuration');
    const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(JSON.parse(data)).toMatchObject({ runs: [{ name }, { name: 'torch' }] });
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  it('and trained ones have no common loss to be compared by', async () => {
    const { client, idOf } = await imported();
    const { runId } = await client.runs.start({ experiment: experimentNamed('ours', { epochs: 1 }) });
    await watchUntil(client, runId);
    const compared = client.runs.verdicts({ runIds: [runId, idOf('keras')], metric: 'training.loss' });
    await expect(compared).rejects.toMatchObject({ data: { code: 'badArgument' } });
  });
});
