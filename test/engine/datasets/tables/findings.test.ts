import { describe, expect, it } from 'vitest';
import type { DatasetSpecInput } from '@shared/data/spec';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();

type CsvInput = Partial<Extract<DatasetSpecInput, { kind: 'csv' }>>;

const text = (header: string, count: number, row: (index: number) => string): string =>
  `${[header, ...Array.from({ length: count }, (_, index) => row(index))].join('\n')}\n`;

/** A number that follows no rule that the tests look for. */
const mixed = (index: number): number => ((index * 7919 + 13) % 1009) / 8;

async function findings(name: string, content: string, spec: CsvInput = {}) {
  const path = await workspace.write(`${name}.csv`, content);
  return (await workspace.preview({ kind: 'csv', path, ...spec })).findings;
}

async function rules(name: string, content: string, spec: CsvInput = {}): Promise<string[]> {
  return (await findings(name, content, spec)).map(({ rule }) => rule);
}

describe('what is found in a table', () => {
  it('is nothing where nothing is to be found', async () => {
    expect(
      await rules(
        'plain',
        text('a,b,y', 100, (i) => `${mixed(i)},${mixed(i + 500)},${i % 2 ? 'p' : 'q'}`),
      ),
    ).toEqual([]);
  });

  it('are row numbers, also where they give the target of a sorted table away', async () => {
    const found = await findings(
      'sorted',
      text('row,a,y', 200, (i) => `${i + 1},${mixed(i)},${i < 100 ? 'p' : 'q'}`),
    );
    expect(found.map(({ rule }) => rule)).toEqual(['countsUp', 'givesAway']);
    expect(found[0]).toMatchObject({
      severity: 'warning',
      columns: ['row'],
      remedies: [{ edit: { path: ['dataset', 'columns', 'row', 'role'], value: 'ignore' } }],
    });
  });

  it('is gone once its remedy is taken', async () => {
    const table = text('row,a,y', 200, (i) => `${i + 1},${mixed(i)},${i < 100 ? 'p' : 'q'}`);
    expect(await rules('mended', table, { columns: { row: { role: 'ignore' } } })).toEqual([]);
  });

  it('are names of rows, constant and equal columns', async () => {
    const table = text(
      'name,always,a,again,y',
      100,
      (i) => `n${(i * 37) % 100},x,${mixed(i)},${mixed(i)},${i % 2 ? 'p' : 'q'}`,
    );
    const found = await findings('columns', table);
    expect(found.map(({ rule, columns }) => [rule, columns])).toEqual([
      ['constant', ['always']],
      ['allDistinct', ['name']],
      ['equalColumns', ['a', 'again']],
    ]);
  });

  it('is a column of words that says what the target is', async () => {
    const table = text(
      'a,verdict,y',
      100,
      (i) => `${mixed(i)},${['good', 'fine', 'bad'][i % 3] ?? ''},${i % 3 === 2 ? 'no' : 'yes'}`,
    );
    const [found] = await findings('leak', table);
    expect(found).toMatchObject({ rule: 'givesAway', columns: ['verdict', 'y'] });
    expect(found?.message).toContain('100.0 %');
  });

  it('are rows that are there twice, and those in two splits, with the file’s lines', async () => {
    const table = text(
      '# a comment\na,b,y',
      100,
      (i) => `${mixed(i % 95)},${mixed((i % 95) + 300)},${(i % 95) % 2 ? 'p' : 'q'}`,
    );
    const found = await findings('twice', table, { validationFraction: 0.4 });
    expect(found.map(({ rule }) => rule)).toEqual(['duplicateRows', 'duplicateRows']);
    // The first of the second time is row 96: below a comment and the header.
    expect(found[0]?.lines).toEqual([98, 99, 100, 101, 102]);
    expect(found[0]?.message).toContain('5 rows');
    expect(found[1]?.message).toContain('another split');
  });

  it('is what always answering the commonest class gets', async () => {
    const [found] = await findings(
      'uneven',
      text('a,y', 100, (i) => `${mixed(i)},${i % 20 === 3 ? 'sick' : 'well'}`),
    );
    expect(found).toMatchObject({ rule: 'imbalance', severity: 'warning' });
    expect(found?.message).toContain(
      '“sick” has 5 of 100 rows. Always answering “well” would be right in 95.0 %',
    );
    expect(found?.remedies[0]?.edit).toEqual({ path: ['training', 'classWeights'], value: 'balanced' });
  });

  it.each([
    [
      'numbers that may be thousands',
      text('a;y', 40, (i) => `${i + 1},${100 + i};${i % 2 ? 'p' : 'q'}`),
      'doubtfulNumbers',
    ],
    [
      'numbers with three decimals throughout, which may be thousands',
      text('a,y', 40, (i) => `${i + 1}.${100 + i},${i % 2 ? 'p' : 'q'}`),
      'doubtfulNumbers',
    ],
    [
      'digits around an E',
      text('a,b,y', 40, (i) => `${1 + (i % 30)}E${i % 5},${mixed(i)},${i % 2 ? 'p' : 'q'}`),
      'codesAsNumbers',
    ],
    [
      'dates with day and month alike',
      text('d,a,y', 40, (i) => `0${(i % 9) + 1}/0${(i % 7) + 1}/2024,${mixed(i)},${i % 2 ? 'p' : 'q'}`),
      'doubtfulDates',
    ],
    [
      'words that may mean missing',
      text('w,a,y', 40, (i) => `${['red', 'blue', 'unknown'][i % 3] ?? ''},${mixed(i)},${i % 2 ? 'p' : 'q'}`),
      'doubtfulWords',
    ],
    [
      'numbers with a unit',
      text('w,a,y', 40, (i) => `${i % 13} kg,${mixed(i)},${i % 2 ? 'p' : 'q'}`),
      'numbersAsWords',
    ],
    [
      'numbers among words',
      text('w,a,y', 40, (i) => `${i % 3 ? i % 13 : 'none of it'},${mixed(i)},${i % 2 ? 'p' : 'q'}`),
      'numbersAsWords',
    ],
    ['whole numbers taken for classes', text('a,y', 40, (i) => `${mixed(i)},${i % 4}`), 'classesOfNumbers'],
    ['a column without values', text('e,a,y', 40, (i) => `,${mixed(i)},${i % 2 ? 'p' : 'q'}`), 'emptyColumn'],
  ])('are %s', async (name, table, rule) => {
    const found = await findings(name, table);
    expect(found.map((each) => each.rule)).toEqual([rule]);
    expect(found[0]?.remedies.length).toBeGreaterThan(0);
  });
});
