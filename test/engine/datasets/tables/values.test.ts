import { describe, expect, it } from 'vitest';
import { rows, text } from '../../../support/tables';
import { tableReading } from './reading';
import { TestWorkspace } from '../workspace';

const { read, refused } = tableReading(new TestWorkspace());

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

  it.each(['many', '', ' '])(
    '“%s” is refused where a number is missing, and 5 takes its place',
    async (value) => {
      const gaps = text('a,y', ',1', ...rows(9, (i) => `${i},${i % 2}`));
      const columns = { a: { type: 'number', missing: 'value', value } } as const;
      const wrong = await refused(`gap ${value.length}`, gaps, { columns });
      expect(wrong.message).toContain('cannot take the place of missing values of column “a”');
      const right = await read('gap', gaps, { columns: { a: { ...columns.a, value: '5' } } });
      expect(right.row(0)).toEqual([5]);
    },
  );

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
