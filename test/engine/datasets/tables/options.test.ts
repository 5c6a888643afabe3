import { describe, expect, it } from 'vitest';
import type { TableColumn, TableColumns } from '@shared/data/tables/columns';
import { rows, text, word } from '../../../support/tables';
import { tableReading } from './reading';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();
const { read, refused } = tableReading(workspace);

/** A number, words, ranks, days, nothing at all, and two classes. */
const content = text(
  'size,color,rank,day,none,kind',
  rows(
    24,
    (i) =>
      `${i / 4},${['red', 'blue', 'green'][i % 3] ?? ''},${['low', 'high'][i % 2] ?? ''},2024-0${1 + (i % 9)}-11,,${word(i)}`,
  ),
);

describe('what is said of a column and would mean nothing for it is refused with its place', () => {
  it.each([
    ['size', { rare: 2 }, 'rare', 'type category, and the column has the type number'],
    ['size', { order: ['1', '2'] }, 'order', 'type ordinal, and the column has the type number'],
    ['color', { parts: ['year'] }, 'parts', 'type date, and the column has the type category'],
    ['color', { dateOrder: 'dmy' }, 'dateOrder', 'type date, and the column has the type category'],
    ['color', { order: ['red', 'blue', 'green'] }, 'order', 'type ordinal'],
    ['rank', { type: 'ordinal', order: ['low', 'high'], rare: 3 }, 'rare', 'has the type ordinal'],
    ['day', { role: 'time', parts: ['year'] }, 'parts', 'role feature, and the column has the role time'],
    [
      'color',
      { role: 'group', rare: 2 },
      'rare',
      'role feature or target, and the column has the role group',
    ],
    ['size', { missing: 'mean', value: 3 }, 'value', 'policy “value”, and the column has the policy “mean”'],
    ['size', { value: 3 }, 'value', 'the column has the policy “refuse”'],
    ['kind', { value: 'a' }, 'value', 'the column has the policy “refuse”'],
  ] as const)('of “%s”: %j', async (column, said, option, because) => {
    const refusal = await refused('options', content, {
      columns: { none: { role: 'ignore' }, [column]: said as TableColumn },
    });
    expect(refusal).toMatchObject({
      message: expect.stringContaining(`“${option}” means nothing for column “${column}”`) as string,
      where: `dataset.columns.${column}.${option}`,
    });
    expect(refusal.message).toContain(because);
    expect(refusal.remedy).toContain(`Take “${option}” out`);
  });

  it('of a target of numbers, whose classes are folded once it is said to be one of categories', async () => {
    const table = text(
      'x,grade',
      rows(30, (i) => `${i},${i < 28 ? i % 2 : 7 + i}`),
    );
    expect(await refused('grades', table, { columns: { grade: { rare: 2 } } })).toMatchObject({
      where: 'dataset.columns.grade.rare',
    });
    const { dataset } = await read('grades', table, { columns: { grade: { rare: 2, type: 'category' } } });
    expect(dataset.classNames).toEqual(['0', '1', 'other']);
  });

  it('as is what is said twice', async () => {
    const twice = { rank: { type: 'ordinal' as const, order: ['low', 'high', 'low'] } };
    expect(await refused('twice', content, { columns: twice })).toMatchObject({
      message: '“low” stands twice in the “order” of column “rank”',
      where: 'dataset.columns.rank.order',
    });
  });

  it('but not of a column that is left out anyway', async () => {
    const { dataset } = await read('leftOut', content, {
      columns: { size: { role: 'ignore', rare: 2, value: 3 } },
    });
    expect(dataset.featureNames).not.toContain('size');
  });
});

describe('a column without any value', () => {
  it('is left out with a word where nothing is said of it', async () => {
    const { dataset } = await read('empty', content);
    expect(dataset.remarks).toContain('Column “none” has no value in any row and is left out.');
  });

  it.each(['mean', 'median', 'commonest', 'category', 'dropRows'] as const)(
    'is refused where its missing values are to become something (%s)',
    async (missing) => {
      const refusal = await refused('empty', content, { columns: { none: { missing } } });
      expect(refusal.message).toBe(
        'Column “none” has no value in any row, so there is nothing to learn from it',
      );
      expect(refusal.where).toContain('column “none”');
    },
  );
});

describe('the value that takes the place of missing ones', () => {
  const gaps = text(
    'size,rank,day,y',
    rows(12, (i) => (i === 3 ? ',,,0.5' : `${i},${i % 2 ? 'low' : 'high'},2024-03-${10 + i},${i / 4}`)),
  );
  const order = ['low', 'mid', 'high'];
  const columns = (rank: string | number, day: string | number, size: string | number = 7) => ({
    size: { missing: 'value', value: size },
    rank: { type: 'ordinal', order, missing: 'value', value: rank },
    day: { missing: 'value', value: day, parts: ['year', 'month', 'day'] },
  });

  it.each(['mid', 1])('is a number, a word of the order or its place (%j), and a day', async (rank) => {
    const { row } = await read('gaps', gaps, { columns: columns(rank, '2020-12-31') as TableColumns });
    expect(row(3)).toEqual([7, 1, 2020, 12, 31]);
    expect(row(4)).toEqual([4, 2, 2024, 3, 14]);
  });

  it.each([
    [columns(9, '2020-12-31'), 'rank'],
    [columns('huge', '2020-12-31'), 'rank'],
    [columns('mid', 5), 'day'],
    [columns('mid', '2020-12-31', 'many'), 'size'],
  ])('is refused where the column cannot have it', async (said, column) => {
    const refusal = await refused('gaps', gaps, { columns: said as TableColumns });
    expect(refusal.where).toBe(`dataset.columns.${column}.value`);
    expect(refusal.message).toContain(`missing values of column “${column}”, which has the type`);
  });
});

it('an ordinal target says which words of its order no row has', async () => {
  const columns = { rank: { type: 'ordinal', order: ['low', 'high', 'huge'] } } as const;
  const { dataset } = await read('unseen', content, {
    target: 'rank',
    columns: columns as unknown as TableColumns,
  });
  expect(dataset.classNames).toEqual(['low', 'high', 'huge']);
  expect(dataset.remarks).toContain('Classes of “rank” that no row has: huge.');
});
