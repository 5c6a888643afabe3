import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chain } from '@shared/experiment/templates/template';
import { patience } from '../../../patience';
import { writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { layerlab } from '../support/layerlab';

const fixtures = join(import.meta.dirname, '../../../fixtures/images');

describe('a folder of images by the command line', { timeout: patience.test(2) }, () => {
  const home = folderForAll();
  let file: string;
  const dataset = { kind: 'imageFolder', path: 'trees', width: 9, height: 7, broken: 'skip' };
  beforeAll(() => {
    cpSync(join(fixtures, 'png'), join(home, 'trees'), { recursive: true });
    writeFileSync(join(home, 'trees', 'oak', 'broken.png'), '<html>404</html>');
    const network = chain(
      { id: 'input', kind: 'input' },
      { id: 'flat', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: 3 },
    );
    const training = { epochs: 2, batchSize: 4 };
    file = writeExperiment(home, { version: 1, name: 'trees', network, dataset, training });
  });

  it('is validated, with what was left out, and trained on', async () => {
    const validated = await layerlab('validate', file, '--home', home, '--json');
    expect(JSON.parse(validated.stdout)).toMatchObject({
      valid: true,
      remarks: ['1 broken image left out: oak/broken.png (it is a web page).'],
    });
    const trained = await layerlab('train', file, '--home', home, '--json');
    expect(trained).toMatchObject({ code: 0 });
    expect(trained.stdout).toContain('"state":"completed"');
  });

  it('is refused with its broken file where that is not to be skipped', async () => {
    const path = join(home, 'trees');
    const set = ['--set', 'dataset.broken=refuse', '--set', `dataset.path=${path}`];
    const refused = await layerlab('train', file, '--home', home, ...set);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('1 of 10 images cannot be read: oak/broken.png (it is a web page)');
  });
});
