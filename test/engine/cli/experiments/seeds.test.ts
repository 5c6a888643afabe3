import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { writeExperiment } from '../../../support/experiments';
import { setWithoutEnd } from '../../../support/withoutEnd';
import { experimentNamed } from '../../support/stores';
import { folderForAll } from '../../support/workspace';
import { interrupted, lastOf, layerlab, linesOf } from '../support/layerlab';

interface Finished {
  readonly type: string;
  readonly runs: { runId: string; seed: number; state: string; metrics: Record<string, number> }[];
}

describe('layerlab train --seeds', { timeout: patience.test(4) }, () => {
  const home = folderForAll();
  const file = writeExperiment(home, experimentNamed('spirals', { epochs: 3, seed: 4 }));

  it('trains a run for each, as each would be trained alone, and ends in one line', async () => {
    const result = await layerlab('train', file, '--home', home, '--seeds', '1..3,7', '--json');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const { type, runs } = lastOf<Finished>(result);
    expect(type).toBe('finished');
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2, 3, 7]);
    expect(runs.map((run) => Object.keys(run))).toEqual(
      runs.map(() => ['runId', 'seed', 'state', 'metrics', 'findings']),
    );
    expect(new Set(runs.map(({ state }) => state))).toEqual(new Set(['completed']));
    expect(new Set(runs.map(({ metrics }) => metrics['validationLoss'])).size).toBe(4);

    const heard = linesOf(result).filter((event) => event['type'] === 'metrics');
    expect(new Set(heard.map(({ runId }) => runId))).toEqual(new Set(runs.map(({ runId }) => runId)));

    const alone = await layerlab('train', file, '--home', home, '--set', 'training.seed=7', '--json');
    const one = lastOf<{ metrics: Record<string, number> }>(alone);
    expect(runs[3]?.metrics['validationLoss']).toBeCloseTo(one.metrics['validationLoss'] ?? NaN, 5);
    const listed = linesOf(await layerlab('runs', '--home', home, '--json')) as {
      name?: string;
      runs?: unknown;
    }[];
    expect(JSON.stringify(listed)).toContain('spirals (seed 7)');
  });

  it('tells people of them in a table', async () => {
    const result = await layerlab('train', file, '--home', home, '--seeds', '5,6', '--name', 'told');
    expect(result.code).toBe(0);
    expect(result.stdout).toMatch(/^spirals\.layerlab\.json: 2 seeds\n {2}seed +run +state +training loss/);
    expect(result.stdout).toMatch(/\n {2}6 +\S+ +completed +\d/);
    expect(result.stderr).toContain('(2 of 2)');
  });

  it('refuses what are no seeds, a second seed, and starts none where one experiment is wrong', async () => {
    expect(await layerlab('train', file, '--seeds', '5..1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"5..1" goes backwards: write 1..5.') as string,
    });
    const twice = await layerlab(
      ...['train', file, '--home', home, '--seeds', '1..2', '--set', 'training.seed=3'],
    );
    expect(twice).toMatchObject({ code: 2, stdout: '' });
    expect(twice.stderr).toContain('The seed is set twice');
    const wrong = await layerlab(
      ...['train', file, '--home', join(home, 'none'), '--seeds', '1..2', '--set', 'network.hidden.units=0'],
    );
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('--set network.hidden.units=0');
    expect(linesOf(await layerlab('runs', '--home', join(home, 'none'), '--json'))).not.toContainEqual(
      expect.objectContaining({ name: 'spirals (seed 1)' }),
    );
  });

  it('stops them all on Ctrl-C', async () => {
    const endless = ['--seeds', '1..3', ...setWithoutEnd];
    const result = await interrupted('train', file, '--home', home, '--json', ...endless);
    expect(result.code).toBe(130);
    expect(lastOf<Finished>(result).runs.map(({ state }) => state)).toEqual([
      'stopped',
      'stopped',
      'stopped',
    ]);
  });
});
