import { describe, expect, it } from 'vitest';
import { rows, text } from '../../../../support/tables';
import { tableReading } from '../reading';
import { TestWorkspace } from '../../workspace';

const workspace = new TestWorkspace();
const { read, refused } = tableReading(workspace);

describe('headers', () => {
  it('may begin with an empty cell, which is named by its place', async () => {
    const { dataset } = await read(
      'blank',
      text(
        ',size,kind',
        rows(10, (i) => `${i},${i / 4},${i % 2 ? 'a' : 'b'}`),
      ),
    );
    expect(dataset.featureNames).toEqual(['column 1', 'size']);
    expect(dataset.examples).toBe(10);
  });

  it('of years are names', async () => {
    const table = text(
      'country,1990,1991,1992',
      rows(12, (i) => `${i % 2 ? 'Chad' : 'Peru'},${i / 8},${i / 4},${2 * i + 0.5}`),
    );
    const { dataset } = await read('years', table);
    expect(dataset).toMatchObject({ examples: 12, targetName: '1992' });
    expect(dataset.featureNames).toEqual(['country = Chad', 'country = Peru', '1990', '1991']);
  });

  it('of words are not made of the first row of words', async () => {
    const words = [
      'no-recurrence,30-39,premeno,left',
      'recurrence,40-49,ge40,right',
      'no-recurrence,40-49,premeno,right',
    ];
    const { dataset } = await read('words', text(rows(286, (i) => words[i % 3] ?? '')));
    expect(dataset).toMatchObject({ examples: 286, targetName: 'column 4', classNames: ['left', 'right'] });
  });

  it('of two lines are names and units', async () => {
    const { dataset, resolved } = await read(
      'units',
      text(
        'length,mass',
        'cm,kg',
        rows(10, (i) => `${i}.5,${i / 4}`),
      ),
    );
    expect(resolved.header).toBe(2);
    expect(dataset).toMatchObject({ examples: 10, featureNames: ['length cm'], targetName: 'mass kg' });
  });

  it.each([
    { name: 'marked', lines: ['#a,b,kind', '#cm,kg,word'], names: ['#a #cm', 'b kg'], target: 'kind word' },
    {
      name: 'below a title of as many cells',
      lines: ['Survey of sites,2020,north', 'a,b,kind'],
      names: ['Survey of sites a', '2020 b'],
      target: 'north kind',
    },
  ])('of two lines are no rows where they are $name', async ({ name, lines, names, target }) => {
    for (const count of [4, 40]) {
      const { dataset, resolved } = await read(
        `${name.replaceAll(' ', '')}${count}`,
        text(
          lines[0] ?? '',
          lines.slice(1),
          rows(count, (i) => `${i}.5,${i / 4},${i % 2 ? 'm' : 'k'}`),
        ),
      );
      expect(resolved.header).toBe(2);
      expect(dataset).toMatchObject({ examples: count, featureNames: names, targetName: target });
    }
  });

  it('do not swallow a row of numbers above one of words', async () => {
    const error = await refused(
      'numbers-first',
      text(
        '1,2,0',
        'x,y,0',
        rows(30, (i) => `${i},${i / 4},${i % 2}`),
      ),
    );
    expect(error.where).toContain('line 2');
  });

  it('that tell types and roles below the names, as Orange does, are refused with their line', async () => {
    const lines = rows(10, (i) => `${i},a${i % 3},${i / 4}`);
    for (const [types, flags] of [
      ['continuous,discrete,continuous', ',,class'],
      ['c,d,c', 'ignore,,class'],
    ]) {
      const content = ['x,z,y', types, flags, ...lines].join('\n');
      const path = await workspace.write('orange.csv', content);
      expect(await workspace.refusal({ kind: 'csv', path })).toMatchObject({
        message: 'The second and the third line tell types and roles of the columns, as Orange writes them',
        where: `${path}, line 2`,
      });
    }
    const letters = await read(
      'letters',
      text('x,z,y', ['c,d,c', 'c,c,d', ...rows(10, (i) => `d,c,${'cd'[i % 2] ?? ''}`)]),
    );
    expect(letters.dataset.examples).toBe(12);
  });

  it('that name a column twice, or leave out the row names as R does, are told apart', async () => {
    const twice = await read(
      'twice',
      text(
        'x,x,y',
        rows(10, (i) => `${i},${i + 1},${i / 4}`),
      ),
    );
    expect(twice.dataset.featureNames).toEqual(['x', 'x (2)']);
    const { findings } = await workspace.preview({ kind: 'csv', path: workspace.path('twice.csv') });
    expect(findings.map(({ message }) => message)).toContain(
      'Column 2 is called “x”, as one before it is: it goes by “x (2)”.',
    );
    const byR = await read(
      'r',
      text(
        '"size" "mass"',
        rows(10, (i) => `"row${i % 3}" ${i}.5 ${i / 4}`),
      ),
    );
    expect(byR.dataset).toMatchObject({ targetName: 'mass', examples: 10 });
    expect(byR.dataset.featureNames).toContain('size');
  });

  it('of another length than the rows are refused with both lengths', async () => {
    const error = await refused(
      'short',
      text(
        'a,b,c,d',
        rows(10, (i) => `${i},${i}`),
      ),
    );
    expect(error).toMatchObject({ code: 'badDataset', where: `${workspace.path('short.csv')}, line 1` });
    expect(error.message).toContain('4 names');
    expect(error.message).toContain('2 values');
  });
});

describe('lines, quotes and blanks', () => {
  it('may end with a carriage return alone, over 100 kB', async () => {
    const table = text(
      'a,y',
      rows(20_000, (i) => `${i},${i / 4}`),
    ).replaceAll('\n', '\r');
    const { dataset, row } = await read('cr', table);
    expect(dataset.examples).toBe(20_000);
    expect(row(19_999)).toEqual([19_999]);
  });

  it('in quotes may hold line breaks, delimiters and doubled quotes', async () => {
    const words = ['"one\nline, and ""two"""', '"a, b"', 'plain 5" pipe'];
    const { dataset } = await read(
      'quotes',
      text(
        'word,y',
        rows(21, (i) => `${words[i % 3] ?? ''},${i / 4}`),
      ),
    );
    expect(dataset.featureNames).toEqual([
      'word = a, b',
      'word = one\nline, and "two"',
      'word = plain 5" pipe',
    ]);
    expect(dataset.examples).toBe(21);
  });

  it('of columns between blanks may be broken by comments', async () => {
    const table = text(
      '# measured in May',
      rows(10, (i) => `  ${i}.5   ${i}\t${i / 4}  `),
      '# the end',
      '7.5 7 8',
    );
    const { dataset, row, targets } = await read('blanks', table);
    expect(dataset).toMatchObject({ examples: 11, inputShape: [2] });
    expect(row(10)).toEqual([7.5, 7]);
    expect(targets.slice(-2)).toEqual([2.25, 8]);
  });

  it.each([
    [
      'a closing quote within a value',
      text(
        'a,y',
        rows(10, (i) => (i === 6 ? '"x"y,1' : `w,${i / 4}`)),
      ),
      'line 8, value 1',
    ],
    [
      'a row too long',
      text(
        'a,y',
        rows(10, (i) => (i === 6 ? '1,2,3' : `${i},${i / 4}`)),
      ),
      'line 8',
    ],
  ])('with %s are refused with the line', async (name, content, where) => {
    expect((await refused(name, content)).where).toContain(where);
  });
});

describe('a file that is no table', () => {
  it.each([
    ['a web page', Buffer.from('<!DOCTYPE html><html><body>404</body></html>'), 'web page'],
    ['a gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), 'gzip'],
    ['a zip', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'zip'],
    ['bytes', Buffer.from([1, 2, 0, 4, 0, 0, 0, 9, 10, 11, 3, 0]), 'no text'],
  ])('is named: %s', async (name, bytes, words) => {
    expect((await refused(name, bytes)).message).toContain(words);
  });
});

describe('what was guessed', () => {
  it('is written down, and reads the table in the same way again', async () => {
    const table = text(
      'name;NA;y',
      rows(20, (i) => `${i % 2 ? 'Kär' : 'NA'};${i},5;${i % 3}`),
    );
    const path = await workspace.write('resolved.csv', Buffer.from(table, 'latin1'));
    const columns = { name: { missing: 'category' } } as const;
    const first = await workspace.prepare({ kind: 'csv', path, columns });
    expect(JSON.stringify(first.spec)).not.toContain('auto');
    expect(first.spec).toMatchObject({
      ...{ encoding: 'windows-1252', delimiter: ';', quote: '"', decimal: ',', thousands: 'none' },
      ...{ header: 1, comment: 'none', target: 'y' },
      columns: {
        name: { type: 'category', missing: 'category' },
        NA: { type: 'number' },
        y: { type: 'category' },
      },
    });
    const again = await workspace.prepare(first.spec);
    expect(again.dataset.hash).toBe(first.dataset.hash);
    expect(again.spec).toEqual(first.spec);
  });
});
