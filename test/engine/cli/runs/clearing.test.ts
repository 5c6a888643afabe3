import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clearableKinds, type BinEntry, type Clearable } from '@shared/contract/workspace/clearing';
import type { RunDetail } from '@shared/runs/run';
import { patience } from '../../../patience';
import { smallNetwork, writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab } from '../support/layerlab';

const experiment = {
  version: 1,
  name: 'spirals',
  network: smallNetwork(),
  dataset: { kind: 'spirals', examples: 100 },
  training: { epochs: 2 },
};

describe('freeing space by the command line', { timeout: patience.test(2) }, () => {
  const home = folderForAll();
  const cli = (...parameters: string[]) => layerlab(...parameters, '--home', home, '--json');
  const clear = async (...kinds: string[]) =>
    lastOf<{ type: string; kinds: Clearable[] }>(await cli('workspace', 'clear', ...kinds));

  it('tells what it would free before it clears, and a run whose last weights were cleared says so', async () => {
    await cli('train', writeExperiment(home, experiment));
    const { id } = JSON.parse((await cli('show', 'last')).stdout) as RunDetail;
    const survey = await clear();
    expect(survey.type).toBe('clearable');
    expect(survey.kinds.map(({ kind }) => kind)).toEqual(clearableKinds);
    const last = survey.kinds.find(({ kind }) => kind === 'last');
    expect(last?.bytes).toBeGreaterThan(0);
    expect(existsSync(join(home, 'runs', id, 'last.safetensors'))).toBe(true);

    expect(await clear('last')).toEqual({ type: 'cleared', kinds: [last] });
    expect(existsSync(join(home, 'runs', id, 'last.safetensors'))).toBe(false);
    expect(JSON.parse((await cli('show', 'last')).stdout)).toMatchObject({
      checkpoints: [{ name: 'best' }],
      clearedCheckpoints: [{ name: 'last', epoch: 2 }],
    });
    expect((await layerlab('show', 'last', '--home', home)).stdout).toMatch(
      /last weights +epoch 2 .*cleared on \d{4}-\d\d-\d\d to free space/,
    );
    const out = join(home, 'last.onnx');
    const refused = await cli('export', 'last', '--checkpoint', 'last', '--out', out);
    expect(refused.code).toBe(1);
    expect(lastOf(refused)).toMatchObject({
      type: 'failed',
      error: {
        code: 'notFound',
        message: expect.stringMatching(/^The run’s last checkpoint was cleared on /) as unknown,
      },
    });
    expect(existsSync(out)).toBe(false);
  });

  it('deletes a run, says when it will be gone, takes it back, and frees it', async () => {
    const [run] = JSON.parse((await cli('runs')).stdout) as { id: string }[];
    const id = run?.id ?? '';
    const put = lastOf<{ entries: BinEntry[] }>(await cli('bin', 'put', id.slice(0, -1)));
    expect(put).toMatchObject({ type: 'put', entries: [{ kind: 'run', id, name: 'spirals' }] });
    expect(lastOf(await cli('bin'))).toEqual({ type: 'bin', days: 30, entries: put.entries });
    expect(lastOf(await cli('bin', 'restore', id))).toMatchObject({ type: 'takenBack', entries: [{ id }] });
    await cli('bin', 'put', id);
    expect(lastOf(await cli('bin', 'empty'))).toEqual({
      type: 'cleared',
      kinds: [{ kind: 'bin', count: 1, bytes: put.entries[0]?.bytes }],
    });
    expect(existsSync(join(home, 'runs', id))).toBe(false);
    expect((await cli('workspace', 'check')).code).toBe(0);
  });

  it('refuses to clear what it does not know', async () => {
    const refused = await cli('workspace', 'clear', 'everything');
    expect(refused.code).toBe(2);
    expect(lastOf(refused)).toMatchObject({
      error: { code: 'badArgument', remedy: expect.stringContaining(clearableKinds.join(', ')) as unknown },
    });
  });
});
