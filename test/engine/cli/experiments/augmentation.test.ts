import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { writeExperiment } from '../../../support/experiments';
import { lastOf, layerlab } from '../support/layerlab';

const everything = {
  flipHorizontally: true,
  crop: 2,
  rotation: 10,
  zoom: 0.1,
  brightness: 0.2,
  contrast: 0.2,
  cutout: 5,
  fill: 'reflect',
};

describe('augmentation, by the command line', { timeout: patience.test(2) }, () => {
  let home: string;
  let file: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'layerlab-augmentation-'));
    const layers = [
      { id: 'input', kind: 'input' },
      { id: 'rows', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: 10 },
    ];
    file = writeExperiment(home, {
      version: 1,
      name: 'digits',
      network: {
        layers,
        edges: [
          ['input', 'rows'],
          ['rows', 'scores'],
        ],
      },
      dataset: { kind: 'renderedDigits', examples: 200 },
      training: { batchSize: 50, epochs: 2, augmentation: everything },
    });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

  const weightsAfterTraining = async () => {
    const trained = await layerlab('train', file, '--home', home, '--json');
    expect(lastOf(trained)).toMatchObject({ type: 'finished', state: 'completed' });
    const shown = await layerlab('show', 'last', '--home', home);
    return /[0-9a-f]{64}/.exec(shown.stdout)?.[0];
  };

  it('trains to the same weights again', async () => {
    const first = await weightsAfterTraining();
    expect(first).toBeDefined();
    expect(await weightsAfterTraining()).toBe(first);
  });

  it('refuses a change that the images are too small for, with its place', async () => {
    const refused = await layerlab('train', file, '--home', home, '--set', 'training.augmentation.crop=28');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('training.augmentation.crop');
    expect(refused.stderr).toContain('at most 27');
  });
});
