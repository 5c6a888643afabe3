import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { smallNetwork, writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { layerlab, linesOf } from '../support/layerlab';

const fixtures = resolve('test/fixtures');

describe('tables that are no text, by the command line', { timeout: patience.test(2) }, () => {
  const home = folderForAll();

  it('a sheet of a workbook is valid and trains, and a cell that is missing is refused by its address', async () => {
    for (const name of ['data', 'errors']) {
      copyFileSync(join(fixtures, 'workbooks', `${name}.xlsx`), join(home, `${name}.xlsx`));
    }
    const training = { loss: 'softmaxCrossEntropy', epochs: 1, batchSize: 8, seed: 1 };
    const dataset = { kind: 'xlsx', path: 'data.xlsx', sheet: 'Data' };
    const network = smallNetwork(4);
    const file = writeExperiment(home, { version: 1, name: 'data', network, dataset, training });
    expect(await layerlab('validate', file, '--home', home)).toMatchObject({ code: 0 });
    expect(await layerlab('train', file, '--home', home)).toMatchObject({ code: 0 });

    const wrong = { kind: 'xlsx', path: 'errors.xlsx', target: 'word' };
    const refused = writeExperiment(home, { version: 1, name: 'errors', network, dataset: wrong, training });
    const { code, stderr } = await layerlab('validate', refused, '--home', home);
    expect(code).toBe(1);
    expect(stderr).toContain('sheet “Sheet”, cell A7, column “x”');
  });

  it('a Parquet file is valid, trains, and is predicted from', async () => {
    copyFileSync(join(fixtures, 'parquet', 'words-dictionary.parquet'), join(home, 'words.parquet'));
    const columns = {
      milliseconds: { missing: 'median' },
      flag: { missing: 'category' },
      word: { missing: 'category' },
      coded: { missing: 'commonest' },
    };
    const dataset = { kind: 'parquet', path: 'words.parquet', columns };
    const training = { loss: 'softmaxCrossEntropy', epochs: 1, batchSize: 8, seed: 1 };
    const file = writeExperiment(home, {
      version: 1,
      name: 'words',
      network: smallNetwork(4),
      dataset,
      training,
    });
    expect(await layerlab('validate', file, '--home', home)).toMatchObject({ code: 0 });
    const trained = await layerlab('train', file, '--home', home, '--json');
    expect(linesOf(trained).at(-1)).toMatchObject({ type: 'finished', state: 'completed' });

    const input = join(home, 'words.parquet');
    const predicted = await layerlab('predict', 'last', '--input', input, '--home', home, '--json');
    expect(linesOf(predicted).at(-1)).toMatchObject({ type: 'predicted', examples: 60 });
  });
});
