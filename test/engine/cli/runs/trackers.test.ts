import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ImportedRuns } from '@shared/contract/imports';
import { patience } from '../../../patience';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab } from '../support/layerlab';

const fixtures = join(import.meta.dirname, '../../../fixtures/trackers');
const home = folderForAll();
const cli = (...parameters: string[]) => layerlab(...parameters, '--home', home);

it(
  'runs of other trackers are brought in by the command line, marked, and never taken for trained ones',
  { timeout: patience.test(2) },
  async () => {
    const result = await cli('import', join(fixtures, 'tensorboard'), '--json');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const imported = lastOf<ImportedRuns & { type: string }>(result);
    expect(imported).toMatchObject({ type: 'imported', from: 'tensorBoard' });
    const torch = imported.runs.find(({ name }) => name === 'torch')?.runId ?? 'none';

    const listed = await cli(
      'runs',
      '--where',
      'lr < 0.1 and seed = 7',
      '--columns',
      'name,lr,state',
      '--csv',
    );
    expect(listed.stdout).toBe('name,lr,state\nhparams/a,0.01,imported\n');
    const { stdout } = await cli('show', torch);
    expect(stdout).toContain('imported from TensorBoard');
    expect(stdout).toContain('“Accuracy/val” has values beyond 0 to 1');

    const exported = await cli('export', torch, '--out', join(home, 'model.onnx'), '--json');
    expect(exported.code).toBe(1);
    expect(lastOf(exported)).toMatchObject({
      type: 'failed',
      error: { code: 'notAllowedNow', where: torch },
    });
  },
);
