import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chain } from '@shared/experiment/templates/template';
import { patience } from '../../../patience';
import { writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab, linesOf } from '../support/layerlab';

const home = folderForAll();
const form = {
  task: 'classification',
  inputShape: [2],
  inputDtype: 'float32',
  featureNames: ['x', 'y'],
  targetName: 'class',
  classNames: ['upper moon', 'lower moon'],
};

it(
  'trains on kept examples that lie beside the experiment, and answers to them',
  async () => {
    const folder = join(home, 'kept');
    mkdirSync(folder);
    writeFileSync(join(folder, 'examples.json'), JSON.stringify(form));
    for (const [name, label, values] of [
      ['a', 'upper moon', [0, 1]],
      ['b', 'lower moon', [1, -0.5]],
    ] as const) {
      writeFileSync(join(folder, `${name}.json`), JSON.stringify({ label, values }));
    }
    const file = writeExperiment(home, {
      version: 1,
      name: 'with my own',
      network: chain({ id: 'input', kind: 'input' }, { id: 'scores', kind: 'dense', units: 2 }),
      dataset: { kind: 'moons', examples: 200, alsoTrainOn: 'kept' },
      training: { epochs: 40, batchSize: 16, optimizer: { kind: 'adam', learningRate: 0.05 } },
    });
    const trained = await layerlab('train', file, '--home', home, '--json');
    expect(lastOf(trained)).toMatchObject({ type: 'finished', state: 'completed' });
    expect(readFileSync(file, 'utf8')).toContain('"kept"');

    const answers = await layerlab('predict', 'last', '--input', folder, '--home', home, '--json');
    expect(linesOf(answers)).toMatchObject([
      { example: 'upper moon/a', class: 'upper moon' },
      { example: 'lower moon/b', class: 'lower moon' },
      { type: 'predicted', examples: 2 },
    ]);

    writeFileSync(join(folder, 'b.json'), '{"label":"middle","values":[1,2]}');
    const refused = await layerlab('train', file, '--home', home, '--json');
    expect(refused.code).toBe(1);
    expect(lastOf(refused)).toMatchObject({
      error: {
        code: 'badDataset',
        message: expect.stringContaining('“middle”'),
        where: join(folder, 'b.json'),
      },
    });
  },
  patience.test(3),
);
