import { writeFile } from 'node:fs/promises';
import { csv } from '@shared/data/files/csv';
import { rowsLookedAt } from '@shared/data/tables/look';
import { AppError } from '@shared/errors';
import { describe, expect, it } from 'vitest';
import { quickLook } from '../../../../src-main/engine/datasets';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();

async function look(name: string, content: string, more: object = {}) {
  const path = await workspace.write(`${name}.csv`, content);
  return quickLook(csv.schema.parse({ kind: 'csv', path, ...more }));
}

const table = (header: string, count: number, row: (index: number) => string): string =>
  `${[header, ...Array.from({ length: count }, (_, index) => row(index))].join('\n')}\n`;

describe('a quick look at a table', () => {
  it('counts what is missing and different, and how values lie', async () => {
    const content = table(
      'size,color,y',
      12,
      (i) => `${i === 3 ? 'NA' : i},${['red', 'blue', ''][i % 3] ?? ''},${i % 2 ? 'p' : 'q'}`,
    );
    const { columns, rowsSeen, isWhole, format, bytes } = await look('counted', content);
    expect({ rowsSeen, isWhole, bytes }).toEqual({ rowsSeen: 12, isWhole: true, bytes: content.length });
    expect(format.missing).toEqual(['NA']);
    // 0 to 11 without 3, in twelve parts: one number a part.
    const counts = [1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1];
    expect(columns).toEqual([
      {
        name: 'size',
        role: 'feature',
        type: 'number',
        missing: 1,
        distinct: 11,
        distribution: { kind: 'numbers', from: 0, to: 11, counts },
      },
      {
        name: 'color',
        role: 'feature',
        type: 'category',
        missing: 4,
        distinct: 2,
        distribution: {
          kind: 'words',
          words: [
            { word: 'red', count: 4 },
            { word: 'blue', count: 4 },
          ],
        },
      },
      {
        name: 'y',
        role: 'target',
        type: 'category',
        missing: 0,
        distinct: 2,
        distribution: {
          kind: 'words',
          words: [
            { word: 'q', count: 6 },
            { word: 'p', count: 6 },
          ],
        },
      },
    ]);
  });

  it('is one at the beginning of a larger table, and says so', async () => {
    const found = await look(
      'large',
      table('a,y', 2 * rowsLookedAt, (i) => `${i},${i % 2 ? 'p' : 'q'}`),
    );
    expect(found).toMatchObject({ rowsSeen: rowsLookedAt, isWhole: false });
    expect(found.columns[0]).toMatchObject({ distribution: { from: 0, to: rowsLookedAt - 1 } });
    expect(found.findings[0]?.message).toMatch(/Seen in the first 5,000 rows/);
  });

  it('shows the rows of a table that is damaged, with what is wrong', async () => {
    const found = await look('ragged', 'a,b,y\n1,2,p\n3,4\n5,6,q\n');
    expect(found.problem).toMatchObject({ message: 'A row has 2 columns where 3 are expected' });
    expect(found.rows).toEqual([
      { line: 2, cells: ['1', '2', 'p'] },
      { line: 3, cells: ['3', '4'] },
      { line: 4, cells: ['5', '6', 'q'] },
    ]);
  });

  it('offers for what is refused what can be done, and the remedy mends it', async () => {
    const content = table(
      'a,b,y',
      30,
      (i) => `${i === 4 ? '' : i / 2},${i === 7 ? 'oops' : i},${i % 2 ? 'p' : 'q'}`,
    );
    const { findings } = await look('refused', content);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule, lines, columns }) => [rule, lines, columns])).toEqual([
      ['strayWords', [9], ['b']],
      ['missingValues', [6], ['a']],
    ]);
    expect(errors[0]?.remedies[0]).toMatchObject({
      edit: { path: ['dataset', 'columns', 'b', 'missingWords'], value: ['', 'oops'] },
    });
    const path = workspace.path('refused.csv');
    await workspace.refusal({ kind: 'csv', path });
    const columns = {
      a: { missing: 'median' as const },
      b: { missingWords: ['', 'oops'], missing: 'dropRows' as const },
    };
    expect((await workspace.prepare({ kind: 'csv', path, columns })).dataset.examples).toBe(29);
    expect((await quickLook(csv.schema.parse({ kind: 'csv', path, columns }))).findings).toEqual([]);
  });

  it('names classes of one example with their lines, and folds them on wish', async () => {
    const words = ['x', 'y', 'z'];
    const content = table(
      'a,kind',
      31,
      (i) => `${(i * 7) % 31},${i === 12 ? 'lone' : i === 20 ? 'single' : (words[i % 3] ?? '')}`,
    );
    const found = (await look('lone', content)).findings.find(({ rule }) => rule === 'loneClasses');
    expect(found).toMatchObject({ severity: 'error', lines: [14, 22] });
    expect(found?.message).toContain(
      '2 of 5 classes of “kind” have one example only: “lone” (line 14), “single” (line 22)',
    );
    const path = workspace.path('lone.csv');
    await workspace.refusal({ kind: 'csv', path });
    const { dataset } = await workspace.prepare({ kind: 'csv', path, columns: { kind: { rare: 2 } } });
    expect(dataset.classNames).toEqual(['x', 'y', 'z', 'other']);
  });

  it('shows columns whose roles contradict each other as they are said', async () => {
    const content = table('a,b,y', 10, (i) => `${i},${i},${i % 2 ? 'p' : 'q'}`);
    const found = await look('contradicting', content, { target: 'a', ignore: ['a'] });
    expect(found.problem).toMatchObject({ message: 'The column to predict is among those left out' });
    expect(found.columns.map(({ role }) => role)).toEqual(['target', 'feature', 'feature']);
  });

  it('is refused where the file is no table', async () => {
    const path = workspace.path('picture.csv');
    await writeFile(path, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]));
    await expect(quickLook(csv.schema.parse({ kind: 'csv', path }))).rejects.toBeInstanceOf(AppError);
    await expect(quickLook(csv.schema.parse({ kind: 'csv', path: 'relative.csv' }))).rejects.toMatchObject({
      remedy: expect.stringContaining('Choose the data’s file again') as string,
    });
  });
});
