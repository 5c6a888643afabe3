import { describe, expect, it } from 'vitest';
import { csv } from '@shared/data/files/csv';
import { quickLook } from '../../../../../src-main/engine/datasets';
import { TestWorkspace } from '../../workspace';

const workspace = new TestWorkspace();

const look = (path: string) => quickLook(csv.schema.parse({ kind: 'csv', path }));

/** Ten flowers of two kinds: a number, a color and the kind. */
const flowers = [
  'height,color,kind',
  ...['1.5,red,rose', '2,white,rose', '2.5,red,rose', '-3e-1,red,rose', '.5,white,rose'],
  ...['10,blue,iris', '11,blue,iris', '12,white,iris', '13,blue,iris', '14.25,blue,iris'],
  '',
].join('\n');

const numbers = (rows: number, row: (index: number) => string): string =>
  Array.from({ length: rows }, (_, index) => row(index)).join('\n');

describe('a CSV table', () => {
  it('has numbers as they stand and one input a category, and predicts the last column', async () => {
    const path = await workspace.write('flowers.csv', flowers);
    const { dataset } = await workspace.prepare({ kind: 'csv', path, scaling: 'none' });
    expect(dataset).toMatchObject({
      name: 'flowers.csv',
      task: 'classification',
      examples: 10,
      inputShape: [4],
      featureNames: ['height', 'color = blue', 'color = red', 'color = white'],
      targetName: 'kind',
      classNames: ['iris', 'rose'],
      splits: { training: 8, validation: 2, test: 0 },
    });
    const data = await workspace.load({ kind: 'csv', path, scaling: 'none' });
    const row = (index: number): number[] => [...data.inputs.subarray(index * 4, index * 4 + 4)];
    expect(row(0)).toEqual([1.5, 0, 1, 0]);
    expect(row(3)).toEqual([Math.fround(-0.3), 0, 1, 0]);
    expect(row(7)).toEqual([12, 0, 0, 1]);
    expect([...data.targets]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('predicts another column by name, as regression where it holds numbers', async () => {
    const path = await workspace.write('height.csv', flowers);
    const data = await workspace.load({ kind: 'csv', path, target: 'height', ignore: ['color'] });
    expect(data).toMatchObject({ task: 'regression', classes: 0, inputShape: [2] });
    expect(data.targets).toEqual(Float32Array.of(1.5, 2, 2.5, -0.3, 0.5, 10, 11, 12, 13, 14.25));
  });

  it('takes few whole numbers as classes, in their order, and many as values', async () => {
    const few = await workspace.write(
      'few.csv',
      numbers(40, (index) => `${index},${[10, 9][index % 2]}`),
    );
    expect((await workspace.prepare({ kind: 'csv', path: few })).dataset).toMatchObject({
      task: 'classification',
      classNames: ['9', '10'],
      targetName: 'column 2',
    });
    const many = await workspace.write(
      'many.csv',
      numbers(42, (index) => `${index},${index % 21}`),
    );
    expect((await workspace.prepare({ kind: 'csv', path: many })).dataset.task).toBe('regression');
  });

  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('may be written with %s', async (name, delimiter) => {
    const path = await workspace.write(`${name}.csv`, flowers.replaceAll(',', delimiter));
    expect((await look(path)).format).toMatchObject({ delimiter, header: 1 });
  });

  it('may have a byte-order mark, Windows line ends and quoted values with the delimiter in them', async () => {
    const text = `\ufeff"size, in m",kind\r\n${numbers(10, (index) => `${index},"${index % 2 ? 'a, b' : 'c'}"`)}\r\n`;
    const path = await workspace.write('windows.csv', text.replaceAll(/(?<!\r)\n/g, '\r\n'));
    const { dataset } = await workspace.prepare({ kind: 'csv', path });
    expect(dataset).toMatchObject({ examples: 10, featureNames: ['size, in m'], classNames: ['a, b', 'c'] });
  });

  it('shows its columns before anything is chosen', async () => {
    const path = await workspace.write('inspected.csv', flowers);
    const { columns, rows, isWhole, problem } = await look(path);
    expect({ isWhole, problem }).toEqual({ isWhole: true, problem: null });
    expect(rows[0]).toEqual({ line: 2, cells: ['1.5', 'red', 'rose'] });
    expect(columns.map(({ name, type, role }) => [name, type, role])).toEqual([
      ['height', 'number', 'feature'],
      ['color', 'category', 'feature'],
      ['kind', 'category', 'target'],
    ]);
  });

  it('is read the same beyond one chunk of rows', async () => {
    const path = await workspace.write(
      'long.csv',
      numbers(10_000, (index) => `${index},${index / 2}`),
    );
    const data = await workspace.load({ kind: 'csv', path, scaling: 'none' });
    expect(data.inputs).toEqual(Float32Array.from({ length: 10_000 }, (_, index) => index));
    expect(data.targets).toEqual(Float32Array.from({ length: 10_000 }, (_, index) => index / 2));
  });
});

describe('a bad CSV table', () => {
  const twenty = (row: (index: number) => string): string => `x,y\n${numbers(20, row)}\n`;

  it.each([
    ['a short row', twenty((i) => (i === 5 ? '5' : `${i},${i / 3}`)), ', line 7', '1 column where 2'],
    ['a long row', twenty((i) => (i === 5 ? '5,6,7' : `${i},${i / 3}`)), ', line 7', '3 columns where 2'],
    [
      'text among numbers',
      twenty((i) => (i === 9 ? '9,tall' : `${i},${i / 3}`)),
      ', line 11, column “y”',
      '“tall”',
    ],
    [
      'missing values',
      twenty((i) => (i % 9 === 4 ? `${i},` : `${i},${i / 3}`)),
      ', line 6, column “y”',
      '2 values',
    ],
    [
      'an open quote',
      twenty((i) => (i === 3 ? '"3,1' : `${i},${i / 3}`)),
      ', line 5, value 1',
      'never closed',
    ],
    ['a header alone', 'x,y\n', '', 'no rows'],
    ['no content', '', '', 'empty'],
    ['blank lines alone', '\n\n', '', 'no rows'],
    ['one column', numbers(20, String), '', 'no column left'],
    ['a target that never changes', twenty((i) => `${i},same`), 'column “y”', 'nothing to learn'],
    [
      'a class of one example',
      twenty((i) => `${i},${i === 2 ? 'rare' : 'usual'}`),
      ', line 4, column “y”',
      'rare',
    ],
  ])('with %s is refused', async (name, text, where, words) => {
    const path = await workspace.write(`${name.replaceAll(' ', '-')}.csv`, text);
    const error = await workspace.refusal({ kind: 'csv', path });
    expect(error.code).toBe('badDataset');
    expect(error.message).toContain(words);
    expect(error.where).toContain(where);
    expect(error.remedy).not.toBeNull();
  });

  it('lists its columns where the one to predict is not among them', async () => {
    const path = await workspace.write('unknown.csv', flowers);
    const error = await workspace.refusal({ kind: 'csv', path, target: 'price' });
    expect(error.message).toContain('price');
    expect(error.remedy).toContain('height, color, kind');
  });

  it('is read all the same where the bad column is left out', async () => {
    const path = await workspace.write(
      'left.csv',
      numbers(40, (i) => `${i},${i === 3 ? '' : 'w'},${i % 2}`),
    );
    expect((await workspace.refusal({ kind: 'csv', path })).where).toContain('column 2');
    const { dataset } = await workspace.prepare({ kind: 'csv', path, ignore: ['column 2'] });
    expect(dataset.featureNames).toEqual(['column 1']);
  });
});
