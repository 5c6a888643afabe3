import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { splits } from '@shared/runs/metricNames';
import type { DatasetSpecInput } from '@shared/data/spec';
import { windowsSchema } from '@shared/data/tables/windows';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();

const splitSchema = z.object({
  inputs: z.array(z.array(z.array(z.number()))),
  targets: z.array(z.array(z.number())),
});
const oracle = z
  .array(
    z.object({
      name: z.string(),
      csv: z.string(),
      windows: windowsSchema,
      validationFraction: z.number(),
      testFraction: z.number(),
      columns: z.array(z.string()),
      scaling: z.object({ offset: z.array(z.number()), factor: z.array(z.number()) }),
      splits: z.record(z.enum(splits), splitSchema),
    }),
  )
  .parse(JSON.parse(readFileSync('test/fixtures/windows/windows.json', 'utf8')));

type CsvInput = Extract<DatasetSpecInput, { kind: 'csv' }>;

/** What the case's columns are for: those that are not in its windows are left out. */
function columnsOf({ csv, columns, name }: (typeof oracle)[number]): NonNullable<CsvInput['columns']> {
  const names = (csv.split('\n')[0] ?? '').split(',');
  const roleOf = (column: string) =>
    column === 'time' ? ('time' as const) : columns.includes(column) ? null : ('ignore' as const);
  const policies: Readonly<Record<string, Record<string, 'mean' | 'dropRows'>>> = {
    'missing values filled with the training windows’ mean': { a: 'mean' },
    'no window over a row that lacks a value': { y: 'dropRows' },
  };
  return Object.fromEntries(
    names.map((column) => {
      const role = roleOf(column);
      const missing = policies[name]?.[column];
      return [column, { ...(role && { role }), ...(missing && { missing }) }];
    }),
  );
}

describe('windows of a series are those that NumPy cuts', () => {
  it.each(oracle)('$name', async (example) => {
    const { csv, windows, validationFraction, testFraction, scaling } = example;
    const path = await workspace.write('series.csv', csv);
    const spec: CsvInput = {
      kind: 'csv',
      path,
      target: 'y',
      columns: columnsOf(example),
      windows,
      validationFraction,
      testFraction,
    };
    const data = await workspace.load(spec);
    const width = example.columns.length;
    expect(data.inputShape).toEqual([windows.steps, width]);
    expect(data.targetSize).toBe(windows.horizon);
    for (const split of splits) {
      const indices = data.splits[split].toSorted();
      const size = windows.steps * width;
      const inputs = [...indices].map((at) => [...data.inputs.subarray(at * size, (at + 1) * size)]);
      const { horizon } = windows;
      const targets = [...indices].map((at) => [...data.targets.subarray(at * horizon, (at + 1) * horizon)]);
      const wanted = example.splits[split];
      expect(inputs.length, split).toBe(wanted.inputs.length);
      inputs.forEach((values, at) => {
        const flat = wanted.inputs[at]?.flat() ?? [];
        values.forEach((value, place) => {
          expect(value).toBeCloseTo(flat[place] ?? NaN, 4);
        });
      });
      targets.forEach((values, at) => {
        values.forEach((value, place) => {
          expect(value).toBeCloseTo(wanted.targets[at]?.[place] ?? NaN, 4);
        });
      });
    }
    data.scaling.offset.forEach((offset, at) => {
      expect(offset).toBeCloseTo(scaling.offset[at] ?? NaN, 4);
      expect(data.scaling.factor[at]).toBeCloseTo(scaling.factor[at] ?? NaN, 4);
    });
  });
});

const day = (row: number) => `2024-01-${String(row + 1).padStart(2, '0')}`;
const series = (rows: number, line = (row: number) => `${day(row)},${row % 7},${row / 2}`) => [
  'when,a,y',
  ...Array.from({ length: rows }, (_, row) => line(row)),
];
const columns = { when: { role: 'time' as const } };

describe('a series says', () => {
  async function remarksOf(lines: readonly string[], spec: Partial<CsvInput>) {
    const path = await workspace.write('said.csv', `${lines.join('\n')}\n`);
    const { dataset } = await workspace.prepare({ kind: 'csv', path, columns, ...spec });
    return dataset.remarks ?? [];
  }

  it('that the order of its rows is taken for time where no column tells it', async () => {
    const lines = series(30, (row) => `${row % 3},${row % 7},${row / 2}`);
    expect(await remarksOf(lines, { columns: {}, windows: { steps: 3 } })).toEqual([
      'The order of the rows in the file is taken for their order in time: no column has the role time.',
    ]);
  });

  it('that its rows were sorted, and which gaps no window reaches over', async () => {
    const lines = series(30);
    const [head = '', first = '', second = '', ...rest] = lines;
    const mixed = [head, second, first, ...rest.toSpliced(10, 2)];
    expect(await remarksOf(mixed, { windows: { steps: 3, unsorted: 'sort', gaps: 'break' } })).toEqual([
      'The rows are sorted by “when”; the file has them in another order.',
      '1 gap in time, the first before line 14: no window reaches over one.',
    ]);
  });
});

describe('a series is refused', () => {
  async function refusalOf(lines: readonly string[], spec: Partial<CsvInput>) {
    const path = await workspace.write('refused.csv', `${lines.join('\n')}\n`);
    return workspace.refusal({ kind: 'csv', path, columns, windows: { steps: 3 }, ...spec });
  }

  it('with the line where its rows are not in order of time, or two have one time', async () => {
    const lines = series(20);
    const swapped = [...lines.slice(0, 9), lines[10] ?? '', lines[9] ?? '', ...lines.slice(11)];
    const unsorted = await refusalOf(swapped, {});
    expect(unsorted.message).toBe('The rows are not in order of time: line 11 is earlier than line 10');
    expect(unsorted.where).toBe(`${workspace.path('refused.csv')}, line 11, column “when”`);
    expect(unsorted.remedy).toContain('“sort”');
    const twice = await refusalOf([...lines.slice(0, 9), ...lines.slice(8)], {});
    expect(twice.message).toContain('The lines 9 and 10 have the same time');
  });

  it('with the line of the first gap, and how many there are', async () => {
    const lines = series(30).toSpliced(20, 3).toSpliced(10, 1);
    const { message, where } = await refusalOf(lines, {});
    expect(message).toBe(
      'Before line 11 the time goes on by 2 times the usual step (2 such gaps in the table): rows are missing there',
    );
    expect(where).toBe(`${workspace.path('refused.csv')}, line 11, column “when”`);
  });

  it('with figures where no window fits into a split', async () => {
    const { message } = await refusalOf(series(20), { windows: { steps: 3, horizon: 2 } });
    expect(message).toBe(
      'No window fits into the validation split: it has 4 rows, and a window takes 3 and the 2 behind, 5 in all',
    );
    const holes = series(20, (row) => `${day(row)},${row % 2 ? '' : row},${row / 2}`);
    const dropping = { columns: { ...columns, a: { missing: 'dropRows' as const } } };
    expect((await refusalOf(holes, dropping)).message).toContain(
      'it has 16 rows, of which no so many follow each other without a gap or a missing value',
    );
  });

  it('where a value is missing, or a time', async () => {
    const lacking = series(20, (row) => `${day(row)},${row === 4 ? '' : row},${row / 2}`);
    expect((await refusalOf(lacking, {})).where).toContain('line 6, column “a”');
    const timeless = series(20, (row) => `${row === 4 ? '' : day(row)},${row},${row / 2}`);
    const dropping = { columns: { when: { role: 'time' as const, missing: 'dropRows' as const } } };
    expect(await refusalOf(timeless, dropping)).toMatchObject({
      message: '1 row of the series has no time',
      where: `${workspace.path('refused.csv')}, line 6, column “when”`,
    });
  });

  it.each<[string, Partial<CsvInput>, string]>([
    ['groups', { columns: { when: { role: 'group' } } }, 'is to share out the rows (group)'],
    ['a column of splits', { columns: { when: { role: 'split' } } }, 'is to share out the rows (split)'],
    ['folds', { folds: 3 }, 'Folds would learn from the future'],
    ['repeated rows left out', { duplicates: 'drop' }, 'it would have holes'],
    ['classes', { columns: { ...columns, y: { type: 'category' } } }, '“y” has the type category'],
    ['gaps without a time', { columns: {}, windows: { steps: 3, gaps: 'keep' } }, '“gaps” means nothing'],
    ['an order without a time', { columns: {}, windows: { steps: 3, unsorted: 'sort' } }, '“unsorted” means'],
  ])('with %s', async (_, spec, words) => {
    expect((await refusalOf(series(30), spec)).message).toContain(words);
  });

  it('with a file of its own for validation, and with a target of words', async () => {
    const validationPath = await workspace.write('other.csv', `${series(20).join('\n')}\n`);
    expect((await refusalOf(series(30), { validationPath })).message).toContain('is one table');
    const words = series(30, (row) => `${day(row)},${row},${row % 2 ? 'up' : 'down'}`);
    expect((await refusalOf(words, {})).message).toContain('“y” has the type category');
  });

  it('with a season that is longer than its windows', () => {
    expect(windowsSchema.safeParse({ steps: 5, season: 6 }).error?.issues).toMatchObject([
      { path: ['season'] },
    ]);
  });
});
