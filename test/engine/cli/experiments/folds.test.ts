import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '@shared/statistics/comparison';
import { patience } from '../../../patience';
import { smallNetwork, writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab, linesOf } from '../support/layerlab';

interface Finished {
  readonly type: string;
  readonly folds: {
    runId: string;
    fold: number;
    seed: number;
    state: string;
    metrics: Record<string, number | null>;
  }[];
  readonly mean: Record<string, number | null>;
  readonly deviation: Record<string, number | null>;
}

describe('layerlab train --folds', { timeout: patience.test(3) }, () => {
  const home = folderForAll();
  const file = writeExperiment(home, {
    version: 1,
    name: 'patients',
    network: smallNetwork(4, 2),
    dataset: {
      kind: 'csv',
      path: 'patients.csv',
      columns: { patient: { role: 'group' }, ill: { role: 'target', type: 'category' } },
    },
    training: { epochs: 2, batchSize: 8 },
  });
  const rows = Array.from(
    { length: 60 },
    (_, row) => `${row % 7},${(row * 5) % 11},${row % 15},${row % 2 === 0 ? 'no' : 'yes'}`,
  );
  writeFileSync(join(home, 'patients.csv'), `a,b,patient,ill\n${rows.join('\n')}\n`);

  it('trains with each fold for validation, and tells mean and deviation of what they come to', async () => {
    const result = await layerlab('train', file, '--home', home, '--folds', '3', '--json');
    expect(result.code).toBe(0);
    const { type, folds, mean, deviation } = lastOf<Finished>(result);
    expect(type).toBe('finished');
    expect(folds.map(({ fold, state }) => [fold, state])).toEqual(
      [1, 2, 3].map((fold) => [fold, 'completed']),
    );
    const losses = folds.map(({ metrics }) => metrics['validationLoss'] ?? NaN);
    expect(new Set(losses).size).toBe(3);
    const average = losses.reduce((sum, loss) => sum + loss, 0) / 3;
    const spread = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - average) ** 2, 0) / 2);
    expect(mean['validationLoss']).toBeCloseTo(average, 12);
    expect(deviation['validationLoss']).toBeCloseTo(spread, 12);
    expect(mean['testLoss']).toBeNull();
    const listed = linesOf(await layerlab('runs', '--home', home, '--json'));
    expect(JSON.stringify(listed)).toContain('patients (fold 2 of 3)');

    const runIds = folds.map(({ runId }) => runId);
    const compare = ['compare', ...runIds, '--metric', 'validation.loss', '--home', home];
    const { groups, warnings } = lastOf<Comparison>(await layerlab(...compare, '--json'));
    expect(groups).toMatchObject([{ n: 3, folds: 3, interquartileInterval: null }]);
    expect(groups[0]?.mean).toBeCloseTo(average, 12);
    expect(groups[0]?.deviation).toBeCloseTo(spread, 12);
    expect(warnings).toEqual([expect.stringContaining('trained on mostly the same examples')]);
    const columns = lastOf<{ configuration: string }[]>(
      await layerlab('runs', '--columns', 'configuration', '--home', home, '--json'),
    );
    expect(new Set(columns.map(({ configuration }) => configuration)).size).toBe(1);
  });

  it.each([
    [['--folds', '3', '--seeds', '1..2'], 2, 'cannot be used'],
    [['--folds', '3', '--set', 'dataset.fold=2'], 2, 'The folds are set twice'],
    [['--folds', '40'], 1, '15 groups are too few for 40'],
    [['--set', 'dataset.fold=2'], 1, 'dataset.fold'],
  ])('refuses %j', async (more, code, words) => {
    const refused = await layerlab('train', file, '--home', home, ...more);
    expect(refused).toMatchObject({ code, stdout: '' });
    expect(refused.stderr).toContain(words);
    expect(readFileSync(file, 'utf8')).not.toContain('fold');
  });
});
