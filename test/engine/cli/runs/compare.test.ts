import Sqlite from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '@shared/statistics/comparison';
import { root } from '../../../e2e/support/harness';
import { patience } from '../../../patience';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab } from '../support/layerlab';

const file = join(root, 'examples', 'spirals.layerlab.json');

describe('comparing runs by the command line', { timeout: patience.test(3) }, () => {
  const home = folderForAll();
  /** By units and seed. */
  const ids = new Map<string, string>();

  beforeAll(async () => {
    expect(existsSync(file)).toBe(true);
    for (const units of [3, 12]) {
      const set = ['training.epochs=6', 'training.observation=off', `network.hidden1.units=${units}`].flatMap(
        (each) => ['--set', each],
      );
      const trained = await layerlab('train', file, '--home', home, '--json', '--seeds', '1,2', ...set);
      const { runs } = lastOf<{ runs: { runId: string }[] }>(trained);
      for (const [place, { runId }] of runs.entries()) ids.set(`${units}/${place + 1}`, runId);
    }
  }, patience.test(4));

  const compare = async (...parameters: string[]) => {
    const result = await layerlab('compare', ...parameters, '--home', home);
    return { ...result, json: () => JSON.parse(result.stdout) as Comparison };
  };

  it('groups runs by all but the seed, and says how many seeds a difference would take', async () => {
    const comparison = (await compare(...ids.values(), '--json')).json();
    expect(comparison.metric).toBe('validation.accuracy');
    expect(comparison.groups.map(({ differs, n, seeds }) => ({ differs, n, seeds }))).toEqual([
      { differs: { 'network.hidden1.units': 3 }, n: 2, seeds: [1, 2] },
      { differs: { 'network.hidden1.units': 12 }, n: 2, seeds: [1, 2] },
    ]);
    const [narrow, wide] = comparison.groups;
    const [pair] = comparison.pairs;
    expect(narrow?.mean).toBeCloseTo(((narrow?.values[0] ?? NaN) + (narrow?.values[1] ?? NaN)) / 2, 12);
    expect(pair).toMatchObject({
      of: [0, 1],
      verdict: 'tooFewSeeds',
      about: 'configurations',
      test: 'pairedPermutation',
    });
    expect(pair?.difference).toBeCloseTo((narrow?.mean ?? NaN) - (wide?.mean ?? NaN), 12);
    // Of two pairs of signs, even two differences of one sign come about half of the time.
    expect(pair?.pValue).toBeGreaterThanOrEqual(0.5);
    expect(pair?.seedsNeeded).toBeGreaterThanOrEqual(6);
  });

  it('compares two single nets on the very examples they were judged on, and says that it speaks of them alone', async () => {
    const two = [ids.get('12/1') ?? '', ids.get('3/1') ?? ''];
    const comparison = (await compare(...two, '--json')).json();
    const [pair] = comparison.pairs;
    expect(pair).toMatchObject({ verdict: 'tooFewSeeds', about: 'nets', test: 'mcnemar', seedsNeeded: null });
    // The examples' answers are those that the runs' own figures were made of.
    const [wide, narrow] = comparison.groups.map(({ mean }) => mean ?? NaN);
    expect(pair?.difference).toBeCloseTo((wide ?? NaN) - (narrow ?? NaN), 9);
    expect(comparison.groups[0]?.examplesIntervals[0]?.[0]).toBeLessThan(wide ?? NaN);

    const byLoss = (await compare(...two, '--metric', 'validation.loss', '--json')).json();
    const [first, second] = byLoss.groups.map(({ mean }) => mean ?? NaN);
    expect(byLoss.pairs[0]).toMatchObject({ about: 'nets', test: 'pairedBootstrap' });
    expect(byLoss.pairs[0]?.difference).toBeCloseTo((first ?? NaN) - (second ?? NaN), 4);

    const words = (await compare(...two)).stdout;
    expect(words).toContain('Too few seeds to say whether A or B is the better configuration.');
    expect(words).toContain('these two nets');
  });

  it('warns while training of what validate warns of', async () => {
    const parameters = [
      '--home',
      home,
      '--set',
      'training.epochs=1',
      '--set',
      'training.observation=off',
      '--set',
      'dataset.validationFraction=0',
    ];
    const stopping = ['--set', 'training.earlyStopping={"patience":3}'];
    const trained = await layerlab('train', file, ...parameters, ...stopping, '--json');
    expect(trained.stderr).toContain('warning: Early stopping goes by the training loss');
    expect(trained.stderr).toContain('where: --set training.earlyStopping');
    expect(JSON.parse(trained.stdout.split('\n')[0] ?? '')).toMatchObject({
      type: 'warning',
      code: 'badTraining',
    });
  });

  it('gives a row a run as CSV', async () => {
    const { stdout } = await compare(...ids.values(), '--csv');
    const [heading, ...rows] = stdout.trim().split('\n');
    expect(heading).toBe(
      'group,run,seed,validation.accuracy,n,mean,low,high,deviation,network.hidden1.units',
    );
    expect(rows.map((row) => row.split(',').at(-1))).toEqual(['3', '3', '12', '12']);
  });

  it('refuses a metric that none of the runs has, and one that there is not', async () => {
    const regression = await compare(...ids.values(), '--metric', 'validation.r2');
    expect(regression.code).toBe(1);
    expect(regression.stderr).toContain('None of the runs has a validation R²');
    const misspelt = await compare(...ids.values(), '--metric', 'validation.acuracy');
    expect(misspelt.stderr).toContain('Did you mean "validation.accuracy"?');
  });

  it('says that training figures are not of the weights that are compared example by example', async () => {
    const two = [ids.get('3/2') ?? '', ids.get('12/1') ?? ''];
    const { warnings } = (await compare(...two, '--metric', 'training.accuracy', '--json')).json();
    expect(warnings.join()).toContain('means over the batches of an epoch');
    expect((await compare(...two, '--json')).json().warnings.join()).not.toContain('means over the batches');
  });

  it('compares the net whose figure is told, where another of its configuration was not measured', async () => {
    const measured = [ids.get('3/2') ?? '', ids.get('12/1') ?? ''];
    const alone = (await compare(...measured, '--json')).json();
    const database = new Sqlite(join(home, 'layerlab.sqlite'));
    const remove =
      "DELETE FROM run_metrics WHERE run_id = ? AND split = 'validation' AND metric = 'accuracy'";
    expect(database.prepare(remove).run(ids.get('3/1')).changes).toBe(1);
    database.close();
    const besides = (await compare(ids.get('3/1') ?? '', ...measured, '--json')).json();
    expect(besides.groups.map(({ n, seeds }) => ({ n, seeds }))).toEqual([
      { n: 1, seeds: [1, 2] },
      { n: 1, seeds: [1] },
    ]);
    expect(besides.pairs).toEqual(alone.pairs);
  });
});
