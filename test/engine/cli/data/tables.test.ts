import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { smallNetwork, writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { layerlab } from '../support/layerlab';

const network = smallNetwork(4);
const rows = (row: (index: number) => string) => Array.from({ length: 40 }, (_, index) => row(index));

describe('a table, by the command line', { timeout: patience.test(2) }, () => {
  const home = folderForAll();

  /** Writes a table and an experiment on it beside each other. */
  function experimentOn(name: string, table: readonly string[]): string {
    writeFileSync(join(home, `${name}.csv`), `${table.join('\n')}\n`);
    const training = { loss: 'softmaxCrossEntropy', epochs: 1, batchSize: 8, seed: 1 };
    const dataset = { kind: 'csv', path: `${name}.csv` };
    return writeExperiment(home, { version: 1, name, network, dataset, training });
  }

  const quoted = [
    '"size, in m","kind"',
    ...rows((index) => `"${index / 7}","${['a ""small"" one', 'large,\nround'][index % 2]}"`),
  ];

  it('with quotes, delimiters and line breaks in its values is valid and trains', async () => {
    const file = experimentOn('quoted', quoted);
    expect(await layerlab('validate', file, '--home', home)).toMatchObject({ code: 0, stderr: '' });
    expect(await layerlab('train', file, '--home', home, '--json')).toMatchObject({ code: 0, stderr: '' });
  });

  it('with a quote that is never closed is refused with its line', async () => {
    const file = experimentOn('open', [
      'size,kind',
      ...rows((index) => `${index},${index === 30 ? '"a' : 'b'}`),
    ]);
    const { code, stderr } = await layerlab('validate', file, '--home', home);
    expect(code).toBe(1);
    expect(stderr).toContain(`where: ${join(home, 'open.csv')}, line `);
  });

  it('that is sorted by its row numbers is valid, with a warning that says how to leave them out', async () => {
    const table = [
      'row,size,kind',
      ...rows((index) => `${index + 1},${(index * 7) % 11},${index < 20 ? 'a' : 'b'}`),
    ];
    const file = experimentOn('sorted', table);
    const { code, stdout, stderr } = await layerlab('validate', file, '--home', home, '--json');
    expect(code).toBe(0);
    expect(stderr).toContain('warning: Column “row” only counts the rows');
    expect(stderr).toContain('dataset.columns.row.role: "ignore"');
    const { valid, problems } = JSON.parse(stdout) as { valid: boolean; problems: { severity: string }[] };
    expect(valid).toBe(true);
    expect(problems.map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('is written into its run with everything that was guessed', async () => {
    const file = experimentOn('decimal', [
      'size;kind',
      ...rows((index) => `${index},5;${'ab'[index % 2] ?? ''}`),
    ]);
    expect((await layerlab('train', file, '--home', home)).code).toBe(0);
    const shown = await layerlab('show', 'last', '--home', home, '--json');
    const { experiment } = JSON.parse(shown.stdout) as { experiment: { dataset: object } };
    expect(experiment.dataset).toMatchObject({
      delimiter: ';',
      decimal: ',',
      header: 1,
      encoding: 'utf-8',
      target: 'kind',
    });
  });
});
