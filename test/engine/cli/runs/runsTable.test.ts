import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../e2e/support/harness';
import { patience } from '../../../patience';
import { folderForAll } from '../../support/workspace';
import { layerlab } from '../support/layerlab';

describe('the table of runs by the command line', { timeout: patience.test(3) }, () => {
  const home = folderForAll();
  const cli = (...parameters: string[]) => layerlab(...parameters, '--home', home);

  beforeAll(async () => {
    const file = join(root, 'examples', 'spirals.layerlab.json');
    for (const rate of [0.01, 0.001]) {
      const set = [
        'training.epochs=2',
        'training.observation=off',
        `training.optimizer.learningRate=${rate}`,
      ].flatMap((each) => ['--set', each]);
      expect((await cli('train', file, ...set, '--json')).code).toBe(0);
    }
  }, patience.test(3));

  it('is filtered by a condition, and gives the columns asked for', async () => {
    expect((await cli('tag', 'last', '--add', 'final')).stdout).toContain('final');
    const where = 'learningRate < 0.005 and validationAccuracy > 0 and tag = "final"';
    const { stdout } = await cli('runs', '--where', where, '--columns', 'learningRate,tag,state', '--csv');
    expect(stdout).toBe('learningRate,tag,state\n0.001,final,completed\n');
    const rows = JSON.parse(
      (await cli('runs', '--columns', 'learningRate', '--sort', '-learningRate', '--json')).stdout,
    ) as unknown;
    expect(rows).toEqual([{ learningRate: 0.01 }, { learningRate: 0.001 }]);
  });

  it('says where a condition is wrong', async () => {
    const { code, stdout, stderr } = await cli(
      'runs',
      '--where',
      'learningRate < 0.01 an tag = "x"',
      '--json',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('“an” does not belong here');
    expect(stderr).toContain('column 21 of the condition');
    expect(JSON.parse(stdout)).toMatchObject({ type: 'failed', error: { code: 'badArgument' } });
  });

  it('leaves out what was put aside, unless it is asked for', async () => {
    await cli('tag', 'last', '--archive');
    const count = async (...more: string[]) =>
      (JSON.parse((await cli('runs', '--json', ...more)).stdout) as unknown[]).length;
    expect(await count()).toBe(1);
    expect(await count('--archived')).toBe(2);
    await cli('tag', 'last', '--no-archive');
    expect(await count()).toBe(2);
    expect((await cli('tag', 'last')).code).toBe(2);
  });

  it('has names and lines of notes that several were given at once', async () => {
    const ids = (JSON.parse((await cli('runs', '--json')).stdout) as { id: string }[]).map(({ id }) => id);
    await cli('tag', ...ids, '--name', 'both', '--note', 'a first line');
    await cli('tag', ...ids, '--name', 'both', '--note', 'a second');
    const named = JSON.parse((await cli('runs', '--json')).stdout) as { name: string; note: string }[];
    expect(named.map(({ name }) => name).sort()).toEqual(['both', 'both 2']);
    for (const { note } of named) expect(note).toMatch(/\na first line\na second$/);
    for (const blank of [
      ['--name', ' '],
      ['--note', ' '],
      ['--add', ' '],
    ])
      expect((await cli('tag', 'last', ...blank)).code).not.toBe(0);
    await cli('tag', 'last', '--add', ' padded ');
    const tagged = await cli('tag', 'last', '--remove', ' padded', '--json');
    expect(JSON.parse(tagged.stdout)).toMatchObject([{ tags: expect.not.arrayContaining(['padded']) }]);
  });

  it('tells what waits, and moves nothing that does not', async () => {
    expect(JSON.parse((await cli('queue', '--json')).stdout)).toEqual({
      type: 'queue',
      waiting: [],
      interrupted: [],
    });
    expect(await cli('queue', 'move', 'last')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('It was not said where to') as string,
    });
    const { code, stderr } = await cli('queue', 'move', 'last', '--first');
    expect([code, stderr]).toEqual([1, expect.stringContaining('does not wait for its turn')]);
    expect((await cli('queue', 'move', 'last', '--first', '--last')).code).toBe(2);
  });

  it('writes every point, as CSV and as Parquet', async () => {
    const csv = (await cli('metrics', 'last', '--csv')).stdout.trim().split('\n');
    expect(csv[0]).toBe('run,split,metric,step,value');
    expect((await cli('metrics', 'last', 'last')).stdout.trim().split('\n'), 'each run once').toEqual(csv);
    for (const flags of [
      ['--parquet', '--csv'],
      ['--parquet', '--json'],
      ['--csv', '--json'],
    ]) {
      expect(await cli('metrics', 'last', ...flags)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('cannot be used with') as string,
      });
    }
    const table = join(home, 'points.csv');
    await cli('metrics', 'last', '--out', table);
    expect(readFileSync(table, 'utf8').trim().split('\n')).toEqual(csv);
    const path = join(home, 'points.parquet');
    expect((await cli('metrics', 'last', '--parquet', '--out', path)).stdout.trim()).toBe(path);
    const bytes = readFileSync(path);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const rows = await parquetReadObjects({ file });
    expect(rows.map((row) => Object.values(row).join())).toEqual(csv.slice(1));
    expect(rows.filter(({ split, metric }) => split === 'training' && metric === 'loss')).toHaveLength(50);
  });
});
