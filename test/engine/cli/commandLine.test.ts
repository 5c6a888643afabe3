import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { patience } from '../../patience';
import { smallNetwork, writeExperiment } from '../../support/experiments';
import { setWithoutEnd } from '../../support/withoutEnd';
import { folderForAll } from '../support/workspace';
import { interrupted, lastOf, layerlab, linesOf } from './support/layerlab';

const experiment = {
  version: 1,
  name: 'spirals',
  network: smallNetwork(),
  dataset: { kind: 'spirals', examples: 200 },
  training: {
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'adam', learningRate: 0.01 },
    epochs: 4,
    batchSize: 32,
    seed: 1,
  },
};

interface Batch {
  readonly split: string;
  readonly name: string;
  readonly steps: number[];
}

describe('the command line', { timeout: patience.test(3) }, () => {
  const home = folderForAll();
  const file = writeExperiment(home, experiment);

  it('trains a file, one JSON event a line, the last saying how it ended', async () => {
    const result = await layerlab('train', file, '--home', home, '--json');
    expect(result.stderr).toBe('');
    expect(result.code).toBe(0);
    const events = linesOf(result);
    // Programs are told every step: 140 training examples in batches of 32, four times.
    const told = events.flatMap((event) =>
      event['type'] === 'metrics' ? (event['batches'] as Batch[]) : [],
    );
    const losses = told.filter(({ split, name }) => split === 'training' && name === 'loss');
    expect(losses.flatMap(({ steps }) => steps)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    const last = events.at(-1);
    expect(last).toMatchObject({ type: 'finished', state: 'completed' });
    expect(last?.['runId']).toMatch(/./);
    expect((last?.['metrics'] as { validationLoss: number }).validationLoss).toBeGreaterThan(0);
  });

  it('tells what always answering the commonest class would score beside what a run scores', async () => {
    // 180 of 200 rows are of one class, and say nothing about it.
    const rows = Array.from(
      { length: 200 },
      (_, row) => `${(row * 7919) % 97},${row % 10 === 0 ? 'rare' : 'common'}`,
    );
    writeFileSync(join(home, 'lopsided.csv'), ['x,kind', ...rows].join('\n'));
    const dataset = { kind: 'csv', path: 'lopsided.csv', target: 'kind', testFraction: 0.2 };
    const lopsided = writeExperiment(home, { ...experiment, name: 'lopsided', dataset });

    const last = lastOf(await layerlab('train', lopsided, '--home', home, '--json'));
    const finished = last as { metrics: Record<string, number>; baseline: Record<string, number> };
    expect(finished.baseline).toMatchObject({
      trainingAccuracy: 0.9,
      validationAccuracy: 0.9,
      testAccuracy: 0.9,
      validationBalancedAccuracy: 0.5,
    });
    // Always "common": precision 0.9, recall 1 for it, and nothing for the other.
    expect(finished.baseline['testMacroF1']).toBeCloseTo((2 * 0.9) / 1.9 / 2, 6);
    expect(finished.metrics['validationAccuracy']).toBeGreaterThan(0.5);
    expect(finished.metrics['validationMeanAbsoluteError']).toBeNull();

    const shown = await layerlab('show', 'last', '--home', home);
    expect(shown.stdout).toMatch(
      /validation accuracy +\d+\.\d % +\(after epoch 4; always the commonest class: 90\.0 %\)/,
    );
    expect(shown.stdout).toMatch(/test balanced accuracy .*always the commonest class: 50\.0 %/);
    expect((await layerlab('runs', '--home', home)).stdout).toMatch(/lopsided .* % accuracy/);
  });

  it('gives the same weights for the same file and seed, and others for another seed', async () => {
    const hashOf = async (run: string) =>
      linesOf(await layerlab('show', run, '--home', home, '--json'))[0]?.['weightsHash'];
    const trained = async (...settings: string[]) => {
      await layerlab('train', file, '--home', home, '--json', ...settings);
      return hashOf('last');
    };
    const [first, again, other] = [
      await hashOf('spirals'),
      await trained(),
      await trained('--set', 'training.seed=2'),
    ];
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    const runs = linesOf(await layerlab('runs', '--home', home, '--json'))[0] as unknown as {
      name: string;
    }[];
    expect(runs.slice(0, 3).map(({ name }) => name)).toEqual(['spirals 3', 'spirals 2', 'lopsided']);
  });

  it('changes values of the file with --set, and names the run', async () => {
    await layerlab(
      'train',
      file,
      '--home',
      home,
      '--set',
      'network.hidden.units=3',
      '--set',
      'training.epochs=1',
      '--name',
      'narrow',
    );
    const run = linesOf(await layerlab('show', 'last', '--home', home, '--json'))[0];
    // 2·3 + 3 in the hidden layer, 3·2 + 2 in the last.
    expect(run).toMatchObject({ name: 'narrow', parameterCount: 17, state: 'completed' });
  });

  it('lists the runs and finds one by the beginning of its id', async () => {
    const runs = linesOf(await layerlab('runs', '--home', home, '--json'))[0] as unknown as {
      id: string;
      state: string;
    }[];
    expect(runs.length).toBeGreaterThanOrEqual(2);
    const id = runs[1]?.id ?? '';
    const shown = await layerlab('show', id, '--home', home);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain(id);
    expect((await layerlab('show', 'no-such-run', '--home', home)).code).toBe(1);
  });

  it('exports a file that onnxruntime loads, with the parity report', async () => {
    const out = join(home, 'model.onnx');
    const result = await layerlab(
      'export',
      'last',
      '--format',
      'onnx',
      '--out',
      out,
      '--home',
      home,
      '--json',
    );
    expect(result.code).toBe(0);
    expect(linesOf(result)[0]).toMatchObject({ path: out, report: { passed: true, sameTop1: 1 } });
    const session = await InferenceSession.create(readFileSync(out));
    expect(session.outputNames).toHaveLength(1);
    await session.release();
  });

  it('stops with a checkpoint on Ctrl-C', async () => {
    const result = await interrupted('train', file, '--home', home, '--json', ...setWithoutEnd);
    expect(result.code).toBe(130);
    expect(lastOf(result)).toMatchObject({ type: 'finished', state: 'stopped' });
    const run = linesOf(await layerlab('show', 'last', '--home', home, '--json'))[0];
    expect(run?.['checkpoints']).toContainEqual(expect.objectContaining({ name: 'last' }));
  });

  it('validates a file, and says where and what is wrong', async () => {
    expect((await layerlab('validate', file, '--home', home)).code).toBe(0);
    const broken = join(home, 'broken.layerlab.json');
    writeFileSync(
      broken,
      JSON.stringify(experiment).replace('"relu"}', '"rellu"}').replace('"kind":"relu"', '"kind":"rellu"'),
    );
    const result = await layerlab('validate', broken, '--home', home);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('network.layers[2].kind');
    expect(result.stderr).toContain('to do:');
  });

  it('with --json ends in one line of JSON whatever is wrong with a file, and says the same on stderr', async () => {
    const write = (name: string, content: string) => {
      const path = join(home, name);
      writeFileSync(path, content);
      return path;
    };
    const edges = [...experiment.network.edges, ['relu', 'hidden']];
    const cyclic = { ...experiment, network: { ...experiment.network, edges } };
    const cases = [
      { path: join(home, 'absent.json'), code: 'notFound', place: '' },
      { path: home, code: 'badArgument', place: '' },
      {
        path: write('text.json', '{"version": 1,\n oops'),
        code: 'badExperiment',
        place: ': line 2, column 2',
      },
      { path: write('empty.json', '{}'), code: 'badExperiment', place: ': version' },
      { path: write('cycle.json', JSON.stringify(cyclic)), code: 'badNetwork', place: ': network.edges' },
    ];
    for (const { path, code, place } of cases) {
      const where = `${path}${place}`;
      const trained = await layerlab('train', path, '--home', home, '--json');
      expect(trained.code).toBe(1);
      expect(linesOf(trained), path).toEqual([
        { type: 'failed', error: expect.objectContaining({ code, where }) as unknown },
      ]);
      expect(trained.stderr).toMatch(/^error: .+\n {2}where: .+\n {2}to do: .+\n$/);
      const validated = await layerlab('validate', path, '--home', home, '--json');
      expect(validated.code).toBe(1);
      expect(linesOf(validated), path).toMatchObject([{ valid: false, problems: [{ code, where }] }]);
      expect(validated.stderr).toBe(trained.stderr);
    }
  });

  it('says which setting is to blame, also where only the engine can tell', async () => {
    const wide = await layerlab('train', file, '--home', home, '--set', 'network.hidden.units=0');
    expect(wide.code).toBe(1);
    expect(wide.stderr).toContain('where: --set network.hidden.units=0');
    const table = ['--set', 'dataset.kind=csv', '--set', 'dataset.path=/nowhere.csv'];
    const missing = await layerlab('train', file, '--home', home, ...table);
    expect(missing.stderr).toContain('where: /nowhere.csv (--set dataset.path=/nowhere.csv)');
  });

  it('makes no workspace only to look at one', async () => {
    const mistyped = join(home, 'worskpace');
    for (const command of [['runs'], ['show', 'last'], ['export', 'last', '--out', join(home, 'a.onnx')]]) {
      const result = await layerlab(...command, '--home', mistyped, '--json');
      expect(result.code).toBe(1);
      expect(linesOf(result)).toMatchObject([
        { type: 'failed', error: { code: 'notFound', where: mistyped } },
      ]);
      expect(result.stderr).toContain('There is no workspace');
    }
    expect(existsSync(mistyped)).toBe(false);
  });

  it('ends with 1 and an error on stderr for data that is not there, and leaves no run', async () => {
    const before = linesOf(await layerlab('runs', '--home', home, '--json'))[0] as unknown as unknown[];
    const dataset = { kind: 'csv', path: 'nowhere.csv' };
    const missing = writeExperiment(home, { ...experiment, dataset }, 'missing');
    const result = await layerlab('train', missing, '--home', home);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(join(home, 'nowhere.csv'));
    expect(linesOf(await layerlab('runs', '--home', home, '--json'))[0]).toHaveLength(before.length);
  });

  it('ends with 2 for a command that it does not understand', async () => {
    for (const parameters of [['train'], ['frobnicate'], ['export', 'last'], ['runs', '--limit', 'many']]) {
      const result = await layerlab(...parameters);
      expect(result.code, parameters.join(' ')).toBe(2);
      expect(result.stdout).toBe('');
    }
    const result = await layerlab('train', '--json');
    expect(result.code).toBe(2);
    expect(linesOf(result)).toMatchObject([{ type: 'failed', error: { code: 'badArgument' } }]);
  });

  it('leaves no engine behind', async () => {
    const folder = join(home, 'engines');
    const left = existsSync(folder) ? readdirSync(folder) : [];
    expect(left).toEqual([]);
  });
});
