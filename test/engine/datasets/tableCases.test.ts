import { describe, expect, it } from 'vitest';
import type { DatasetSpecInput } from '@shared/data/spec';
import { TestWorkspace } from './workspace';

const workspace = new TestWorkspace();

type CsvInput = Partial<Extract<DatasetSpecInput, { kind: 'csv' }>>;

const rows = (count: number, row: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => row(index));
const text = (...lines: readonly (string | readonly string[])[]): string => `${lines.flat().join('\n')}\n`;

/** UTF-16 and the old single-byte encodings, of which Node writes the first Latin alone. */
const macRoman: Readonly<Record<string, number>> = { ä: 0x8a, ö: 0x9a, ü: 0x9f, é: 0x8e };
const inMacRoman = (value: string): Buffer =>
  Buffer.from([...value].map((character) => macRoman[character] ?? character.charCodeAt(0)));
const inUtf16 = (value: string, isBig = false): Buffer => {
  const bytes = Buffer.from(value, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

/** What a table comes to: its inputs row by row, and its targets. */
async function read(name: string, content: string | Uint8Array, spec: CsvInput = {}) {
  const path = await workspace.write(`${name}.csv`, content);
  const input = { kind: 'csv', path, scaling: 'none', validationFraction: 0, ...spec } as const;
  const { dataset, spec: resolved } = await workspace.prepare(input);
  const data = await workspace.load(input);
  const width = dataset.inputShape[0] ?? 0;
  const row = (index: number) => [...data.inputs.subarray(index * width, (index + 1) * width)];
  return {
    dataset,
    row,
    targets: [...data.targets],
    resolved: resolved as Extract<typeof resolved, { kind: 'csv' }>,
  };
}

async function refused(name: string, content: string | Uint8Array, spec: CsvInput = {}) {
  const path = await workspace.write(`${name}.csv`, content);
  return workspace.refusal({ kind: 'csv', path, validationFraction: 0, ...spec });
}

describe('decimal commas and groups of digits', () => {
  const values = [1.5, 2.25, 3.125, 10];
  const comma = (value: number) => String(value).replace('.', ',');

  it.each([
    [
      'under a header',
      text(
        'a;b',
        rows(8, (i) => `${comma((values[i % 4] ?? 0) + i)};${comma(i / 4)}`),
      ),
    ],
    ['without a header', text(rows(8, (i) => `${comma((values[i % 4] ?? 0) + i)};${comma(i / 4)}`))],
    [
      'in quotes between commas',
      text(
        'a,b',
        rows(8, (i) => `"${comma((values[i % 4] ?? 0) + i)}","${comma(i / 4)}"`),
      ),
    ],
    [
      'in quotes without a header',
      text(rows(8, (i) => `"${comma((values[i % 4] ?? 0) + i)}","${comma(i / 4)}"`)),
    ],
    [
      'between tabs',
      text(
        'a\tb',
        rows(8, (i) => `${comma((values[i % 4] ?? 0) + i)}\t${comma(i / 4)}`),
      ),
    ],
    [
      'between blanks',
      text(
        'a b',
        rows(8, (i) => `${comma((values[i % 4] ?? 0) + i)}   ${comma(i / 4)}`),
      ),
    ],
  ])('%s are read as such', async (name, content) => {
    const { dataset, row, targets, resolved } = await read(`comma ${name}`, content);
    expect(dataset).toMatchObject({ examples: 8, inputShape: [1], task: 'regression' });
    expect(resolved).toMatchObject({ decimal: ',', thousands: 'none' });
    expect([0, 1, 2, 3].map((index) => row(index)[0])).toEqual([1.5, 3.25, 5.125, 13]);
    expect(targets).toEqual([0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]);
  });

  it.each([
    ['1,234.5', '"', ',', { decimal: '.', thousands: ',' }],
    ['1.234,5', '', ';', { decimal: ',', thousands: '.' }],
    ['1 234,5', '', ';', { decimal: ',', thousands: ' ' }],
    ["1'234.5", '', ';', { decimal: '.', thousands: "'" }],
  ])('%s is 1234.5', async (example, quote, delimiter, style) => {
    const cells = rows(6, (i) => `${quote}${example.replace('5', String(i))}${quote}${delimiter}${i}`);
    const { row, resolved } = await read(`grouped ${example}`, text(`a${delimiter}b`, cells));
    expect(resolved).toMatchObject(style);
    expect([0, 1, 5].map((index) => row(index)[0])).toEqual([1234, 1234.1, 1234.5].map(Math.fround));
  });

  it('are refused with their line where the person has said otherwise', async () => {
    const error = await refused(
      'said',
      text(
        'a;b',
        rows(8, (i) => `${i},5;${i}`),
      ),
      { decimal: '.' },
    );
    expect(error.message).toContain('“0,5” stands in a column');
    expect(error.where).toContain('line 2, column “a”');
    expect(error.remedy).toContain('decimal');
  });
});

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

  it('that name a column twice, or leave out the row names as R does, are told apart', async () => {
    const twice = await read(
      'twice',
      text(
        'x,x,y',
        rows(10, (i) => `${i},${i + 1},${i / 4}`),
      ),
    );
    expect(twice.dataset.featureNames).toEqual(['x', 'x (2)']);
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

describe('missing values', () => {
  it.each(['n/a', 'None', 'unknown', '-', '#N/A', '.', '', 'NA', '?', 'null'])(
    'written as “%s” are missing among numbers',
    async (word) => {
      const table = text(
        'a,b,y',
        rows(20, (i) => `${i % 4 === 3 ? word : i},${i},${i / 4}`),
      );
      const error = await refused(`missing ${word.replace('/', '')}`, table);
      expect(error.message).toContain('5 values of column “a” are missing');
      expect(error.where).toContain('line 5, column “a”');
      const { dataset, row } = await read(`filled ${word.replace('/', '')}`, table, {
        columns: { a: { missing: 'value', value: -1 } },
      });
      expect(dataset.examples).toBe(20);
      expect([row(2), row(3)]).toEqual([
        [2, 2],
        [-1, 3],
      ]);
    },
  );

  it('are not meant by NA among the codes of countries', async () => {
    const codes = ['NA', 'ZA', 'BW', 'AO', 'ZM'];
    const { dataset } = await read(
      'namibia',
      text(
        'code,y',
        rows(20, (i) => `${codes[i % 5] ?? ''},${i / 4}`),
      ),
    );
    expect(dataset.featureNames).toContain('code = NA');
  });

  it('are filled from the training rows alone, or take their rows out', async () => {
    const table = text('a,word,part,y', [
      '1,red,train,0.5',
      '2,red,train,1.5',
      '6,blue,train,2.5',
      ',,train,3.5',
      '1000,green,test,4.5',
      '1000,green,test,5.5',
      '1000,green,test,6.5',
      '1000,green,test,7.5',
    ]);
    const filled = (how: 'mean' | 'median' | 'commonest') =>
      read(`fill ${how}`, table, {
        columns: { a: { missing: how }, word: { missing: 'commonest' }, part: { role: 'split' } },
      });
    expect((await filled('mean')).row(3)).toEqual([3, 0, 0, 1]);
    expect((await filled('median')).row(3)).toEqual([2, 0, 0, 1]);
    expect((await filled('commonest')).row(3)).toEqual([1, 0, 0, 1]);
    const dropped = await read('drop', table, {
      columns: { a: { missing: 'dropRows' }, word: { missing: 'category' }, part: { role: 'split' } },
    });
    expect(dropped.dataset).toMatchObject({ examples: 7, splits: { training: 3, validation: 0, test: 4 } });
    expect(dropped.targets).toEqual([0.5, 1.5, 2.5, 4.5, 5.5, 6.5, 7.5]);
    const own = await read('own', table, {
      columns: { a: { missing: 'category' }, word: { missing: 'category' }, part: { role: 'ignore' } },
    });
    expect(own.dataset.featureNames).toEqual([
      'a',
      'a = missing',
      'word = blue',
      'word = green',
      'word = red',
      'word = missing',
    ]);
    expect(own.row(3).slice(1)).toEqual([1, 0, 0, 0, 1]);
  });
});

describe('encodings', () => {
  const table = text(
    'name,y',
    rows(20, (i) => `${i % 2 ? 'Kär' : 'Kör'},${i / 4}`),
  );
  const names = ['name = Kär', 'name = Kör'];

  it.each([
    ['UTF-8', Buffer.from(table), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${table}`), 'utf-8'],
    ['UTF-16 with a mark', inUtf16(`\ufeff${table}`), 'utf-16le'],
    ['big-endian UTF-16 with a mark', inUtf16(`\ufeff${table}`, true), 'utf-16be'],
    ['UTF-16 without a mark', inUtf16(table), 'utf-16le'],
    ['big-endian UTF-16 without a mark', inUtf16(table, true), 'utf-16be'],
    ['Windows-1252', Buffer.from(table, 'latin1'), 'windows-1252'],
    ['Mac Roman', inMacRoman(table), 'macintosh'],
  ])('%s is recognized, and Kär is another class than Kör', async (name, bytes, encoding) => {
    const { dataset, resolved } = await read(`encoding ${name}`, bytes);
    expect(resolved.encoding).toBe(encoding);
    expect(dataset.featureNames).toEqual(names);
  });

  it('ISO-8859-15 is told by its own letters', async () => {
    const bytes = Buffer.from(
      text(
        'name,y',
        rows(20, (i) => `${i % 2 ? 'c\u00bdur' : 's\u00bdur'},${i / 4}`),
      ),
      'latin1',
    );
    const { dataset, resolved } = await read('latin 9', bytes);
    expect(resolved.encoding).toBe('iso-8859-15');
    expect(dataset.featureNames).toEqual(['name = cœur', 'name = sœur']);
  });

  it('is found where the first letter beyond ASCII stands far behind', async () => {
    const late = text(
      'name,y',
      rows(60_000, (i) => `${i === 59_000 ? 'Kär' : 'Kor'},${i / 4}`),
    );
    const { resolved, dataset } = await read('late', Buffer.from(late, 'latin1'));
    expect(resolved.encoding).toBe('windows-1252');
    expect(dataset.featureNames).toEqual(['name = Kor', 'name = Kär']);
  });

  it('is refused where the person has said another', async () => {
    const error = await refused('not utf-8', Buffer.from(table, 'latin1'), { encoding: 'utf-8' });
    expect(error.message).toContain('not UTF-8');
    expect(error.remedy).toContain('windows-1252');
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

describe('classes', () => {
  it('of 137 rows, two with one example, are refused with their lines in the file', async () => {
    const names = rows(137, (i) => (i === 40 ? 'rare' : i === 99 ? 'rarer' : `kind ${i % 10}`));
    const table = text(
      '# kinds',
      '# of things',
      'a,kind',
      names.map((name, i) => `${i / 4},${name}`),
    );
    const error = await refused('lonely', table, { validationFraction: 0.2 });
    expect(error.message).toBe('2 of 12 classes: “rare” (line 44), “rarer” (line 103) have one example only');
    const { dataset } = await read('folded', table, {
      validationFraction: 0.2,
      columns: { kind: { rare: 2 } },
    });
    expect(dataset.classNames).toContain('other');
    expect(dataset.classNames).toHaveLength(11);
  });

  it('of whole numbers are classes or values, as the person says', async () => {
    const table = text(
      'a,stars',
      rows(40, (i) => `${i / 4},${(i % 5) + 1}`),
    );
    const guessed = await read('stars', table);
    expect(guessed.dataset).toMatchObject({ task: 'classification', classNames: ['1', '2', '3', '4', '5'] });
    expect(guessed.resolved.columns['stars']).toEqual({ type: 'category' });
    const values = await read('stars as numbers', table, { columns: { stars: { type: 'number' } } });
    expect(values.dataset.task).toBe('regression');
    expect(values.targets.slice(0, 3)).toEqual([1, 2, 3]);
  });
});

describe('types that the person gives', () => {
  it('ordinal words become their rank, and numbers may be categories', async () => {
    const table = text(
      'size,zip,y',
      rows(12, (i) => `${['small', 'medium', 'large'][i % 3] ?? ''},0${(i % 2) + 1},${i / 4}`),
    );
    const { dataset, row } = await read('ordinal', table, {
      columns: { size: { type: 'ordinal', order: ['small', 'medium', 'large'] }, zip: { type: 'category' } },
    });
    expect(dataset.featureNames).toEqual(['size', 'zip = 01', 'zip = 02']);
    expect([row(0), row(2)]).toEqual([
      [0, 1, 0],
      [2, 1, 0],
    ]);
    const error = await refused('not ordered', table, {
      columns: { size: { type: 'ordinal', order: ['small', 'large'] } },
    });
    expect(error.message).toContain('“medium” is not in the order');
    expect(error.where).toContain('line 3');
  });

  it('dates become parts, day or month first as the column tells', async () => {
    const german = text(
      'day,y',
      rows(20, (i) => `${String(i + 1).padStart(2, '0')}.03.2024,${i / 4}`),
    );
    const { dataset, row } = await read('dates', german);
    expect(dataset.featureNames).toEqual(['day: year', 'day: month', 'day: day', 'day: weekday']);
    // The 15th of March 2024 was a Friday.
    expect(row(14)).toEqual([2024, 3, 15, 5]);
    const american = text(
      'day,y',
      rows(20, (i) => `03/${i + 1}/2024 13:30,${i / 4}`),
    );
    expect((await read('american', american)).row(14)).toEqual([2024, 3, 15, 5, 13]);
    const wrong = await refused('no day', german.replace('15.03.', '31.02.'));
    expect(wrong.message).toContain('“31.02.2024” stands in a column of dates');
    expect(wrong.where).toContain('line 16');
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
