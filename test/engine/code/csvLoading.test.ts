import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeTargets } from '@shared/code';
import { parseExperiment } from '@shared/experiment/parsing';
import { inferNetwork } from '@shared/network/inference';
import { oraclePython } from '../../../scripts/setup/python.mjs';
import { temporaryFolder } from '../support/workspace';

const loader = resolve('test/fixtures/code/load_data.py');

/** What the generated Python programs load from a table with these lines, in a fixed order. */
function loaded(
  lines: readonly string[],
  dataset: object = {},
  features = 2,
  encoding: BufferEncoding = 'utf8',
): number[][][] {
  const folder = temporaryFolder();
  const path = join(folder, 'table.csv');
  writeFileSync(path, `${lines.join('\n')}\n`, encoding);
  const experiment = parseExperiment({
    version: 1,
    network: {
      layers: [
        { id: 'input', kind: 'input', shape: [features] },
        { id: 'value', kind: 'dense', units: 1 },
      ],
      edges: [['input', 'value']],
    },
    dataset: { kind: 'csv', path, scaling: 'none', validationFraction: 0.5, ...dataset },
    training: { loss: 'meanSquaredError' },
  });
  const network = inferNetwork(experiment.network, null);
  return codeTargets
    .filter(({ language }) => language === 'python')
    .map(({ fileName, generate }) => {
      const program = join(folder, fileName);
      writeFileSync(program, generate(experiment, network));
      const output = execFileSync(oraclePython(), [loader, program], { encoding: 'utf8' });
      return (JSON.parse(output) as number[][]).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    });
}

const inBoth = (rows: number[][]) => [rows, rows];

describe('a generated Python program reads a table', () => {
  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('of values apart by %s, under a header', (_words, delimiter) => {
    const lines = ['width,height,price', '1,0.5,10', '2,-1e1,20'].map((line) =>
      line.replaceAll(',', delimiter),
    );
    expect(loaded(lines)).toEqual(
      inBoth([
        [1, 0.5, 10],
        [2, -10, 20],
      ]),
    );
  });

  it('without a header, its columns called as in Layerlab', () => {
    const lines = ['1;2;3', '4;5;6'];
    expect(loaded(lines)).toEqual(
      inBoth([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    expect(loaded(lines, { target: 'column 2' })).toEqual(
      inBoth([
        [1, 3, 2],
        [4, 6, 5],
      ]),
    );
  });

  it('with names in quotes, and columns left out', () => {
    const lines = ['"my size";weight;identifier', '1;2;100', '3;4;200'];
    expect(loaded(lines, { ignore: ['identifier'] }, 1)).toEqual(
      inBoth([
        [1, 2],
        [3, 4],
      ]),
    );
  });

  it('with decimal commas, grouped thousands, comments and two lines of names, as it is said', () => {
    const lines = ['# wine', 'size;price', 'cm;euro', "1,5;1'234,5", '-2,25;7'];
    const reading = { delimiter: ';', decimal: ',', thousands: "'", header: 2, comment: '#' };
    expect(loaded(lines, reading, 1)).toEqual(
      inBoth([
        [-2.25, 7],
        [1.5, 1234.5],
      ]),
    );
  });

  it('of runs of blanks, and in another encoding', () => {
    const lines = ['größe   preis', '1      2', '3  4'];
    const reading = { delimiter: 'blanks', encoding: 'windows-1252', header: 1, target: 'größe' };
    expect(loaded(lines, reading, 1, 'latin1')).toEqual(
      inBoth([
        [2, 1],
        [4, 3],
      ]),
    );
  });

  it('with a role of its own for the target and for columns left out', () => {
    const columns = { b: { role: 'ignore' }, a: { role: 'target' } };
    expect(loaded(['a,b,c', '1,2,3', '4,5,6'], { columns }, 1)).toEqual(
      inBoth([
        [3, 1],
        [6, 4],
      ]),
    );
  });

  it.each([
    ['columns of dates', { columns: { a: { type: 'date' } } }, 'column a is of the type date'],
    [
      'missing values that are filled in',
      { columns: { a: { missing: 'mean' } } },
      'missing values of a (mean)',
    ],
    ['words that mean missing', { missing: ['-'] }, 'words that mean missing'],
    ['a split by group', { columns: { a: { role: 'group' } } }, 'column a shares out the rows (group)'],
    ['a file for validation', { validationPath: '/other.csv' }, 'files of their own'],
  ])('but not %s, which it says', (_words, dataset, said) => {
    expect(() => loaded(['a,b,c', '1,2,3', '4,5,6'], dataset)).toThrow(said);
  });
});
