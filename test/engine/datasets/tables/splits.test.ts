import { describe, expect, it } from 'vitest';
import type { DatasetSpecInput } from '@shared/data/spec';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();

type CsvInput = Partial<Extract<DatasetSpecInput, { kind: 'csv' }>>;

/** The numbers in column `x` of the rows in each split, in rising order; `x` is each row's own number. */
async function splitsOf(name: string, lines: readonly string[], spec: CsvInput) {
  const path = await workspace.write(`${name}.csv`, `${lines.join('\n')}\n`);
  const input = { kind: 'csv', path, scaling: 'none', target: 'y', ...spec } as const;
  const { dataset } = await workspace.prepare(input);
  const { inputs, splits } = await workspace.load(input);
  const width = dataset.inputShape[0] ?? 1;
  const of = (indices: Int32Array) =>
    [...indices].map((index) => inputs[index * width]).sort((a, b) => (a ?? 0) - (b ?? 0));
  return {
    training: of(splits.training),
    validation: of(splits.validation),
    test: of(splits.test),
    remarks: dataset.remarks ?? [],
  };
}

describe('rows of a table are shared out', () => {
  it('by time: the earliest are learnt from, the latest are the test, whatever their order in the file', async () => {
    // Ten days, backwards: x counts the days.
    const days = Array.from({ length: 10 }, (_, index) => 10 - index);
    const lines = [
      'x,when,y',
      ...days.map((day) => `${day},2024-01-${String(day).padStart(2, '0')},${day / 2}`),
    ];
    const found = await splitsOf('time', lines, {
      columns: { when: { role: 'time' } },
      validationFraction: 0.2,
      testFraction: 0.3,
    });
    expect(found).toEqual({ training: [1, 2, 3, 4, 5], validation: [6, 7], test: [8, 9, 10], remarks: [] });
  });

  it('by time, rows of one moment on one side', async () => {
    const lines = ['x,when,y', ...[1, 2, 3, 3, 3, 4].map((when, row) => `${row},${when},${row / 2}`)];
    const found = await splitsOf('moments', lines, {
      columns: { when: { role: 'time' } },
      validationFraction: 0.5,
    });
    // A half would begin within the rows of 3, so it begins behind them.
    expect(found).toMatchObject({ training: [0, 1, 2, 3, 4], validation: [5], test: [] });
  });

  it('by time, days before months or behind them as the person says it', async () => {
    const days = ['01/02/2024', '02/01/2024', '01/03/2024', '02/02/2024'];
    const lines = ['x,when,y', ...days.map((day, row) => `${row},${day},${row / 2}`)];
    const latest = async (dateOrder: 'mdy' | 'dmy') => {
      const columns = { when: { role: 'time', dateOrder } } as const;
      return (await splitsOf('order', lines, { columns, validationFraction: 0.25 })).validation;
    };
    expect(await latest('mdy'), '2 February is the last').toEqual([3]);
    expect(await latest('dmy'), '1 March is the last').toEqual([2]);
  });

  it('by group: no group is on two sides', async () => {
    const groups = ['a', 'b', 'c', 'd', 'e'];
    const lines = [
      'x,who,y',
      ...Array.from({ length: 20 }, (_, row) => `${row},${groups[row % 5] ?? ''},${row / 2}`),
    ];
    const found = await splitsOf('group', lines, {
      columns: { who: { role: 'group' } },
      validationFraction: 0.2,
      testFraction: 0.2,
    });
    const of = (rows: readonly (number | undefined)[]) => [...new Set(rows.map((row) => (row ?? 0) % 5))];
    const sides = [of(found.training), of(found.validation), of(found.test)];
    // Five groups of four rows: three, one and one of them are the shares exactly.
    expect(sides.map((side) => side.length)).toEqual([3, 1, 1]);
    expect(sides.flat().sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('by group, refused where there are fewer groups than splits', async () => {
    const path = await workspace.write(
      'fewGroups.csv',
      `x,who,y\n${Array.from({ length: 9 }, (_, row) => `${row},a,${row / 2}`).join('\n')}\n`,
    );
    const error = await workspace.refusal({ kind: 'csv', path, columns: { who: { role: 'group' } } });
    expect(error).toMatchObject({
      message: '1 groups are too few for 2 splits',
      where: `${path}, column “who”`,
    });
  });

  it('by a column that names each row’s split', async () => {
    const parts = ['train', 'val', 'test', 'Training'];
    const lines = [
      'x,part,y',
      ...Array.from({ length: 8 }, (_, row) => `${row},${parts[row % 4] ?? ''},${row / 2}`),
    ];
    const found = await splitsOf('column', lines, {
      columns: { part: { role: 'split' } },
      testFraction: 0.25,
    });
    expect(found).toEqual({
      training: [0, 3, 4, 7],
      validation: [1, 5],
      test: [2, 6],
      remarks: [
        'The data itself names its validation examples, so the validation share of 20.0 % is not drawn.',
        'The data itself names its test examples, so the test share of 25.0 % is not drawn.',
      ],
    });
  });

  it('by a column, the shares that it does not name drawn from the rows for training', async () => {
    const lines = [
      'x,part,y',
      ...Array.from({ length: 12 }, (_, row) => `${row},${row < 2 ? 'validation' : 'training'},${row / 2}`),
    ];
    const found = await splitsOf('drawn', lines, { columns: { part: { role: 'split' } }, testFraction: 0.3 });
    expect(found.validation).toEqual([0, 1]);
    expect(found.test).toHaveLength(3);
    expect(found.training).toHaveLength(7);
    expect([...found.training, ...found.test].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
  });

  it('by a column, refused with the line where a word names no split', async () => {
    const path = await workspace.write('noSplit.csv', 'x,part,y\n1,train,1.5\n2,later,2.5\n3,val,3.5\n');
    const error = await workspace.refusal({ kind: 'csv', path, columns: { part: { role: 'split' } } });
    expect(error).toMatchObject({ message: '“later” in column “part” names no split' });
    expect(error.where).toContain('line 3');
  });

  it('by files of their own, and the share that is not drawn is named', async () => {
    const file = (name: string, from: number, count: number) =>
      workspace.write(
        name,
        `x,y\n${Array.from({ length: count }, (_, row) => `${from + row},${(from + row) / 2}`).join('\n')}\n`,
      );
    const validationPath = await file('ownValidation.csv', 100, 3);
    const testPath = await file('ownTest.csv', 200, 2);
    const lines = ['x,y', ...[1, 2, 3, 4].map((row) => `${row},${row / 2}`)];
    expect(await splitsOf('own', lines, { validationPath, testPath, validationFraction: 0 })).toEqual({
      training: [1, 2, 3, 4],
      validation: [100, 101, 102],
      test: [200, 201],
      remarks: [],
    });
    const { training, remarks } = await splitsOf('own', lines, { validationPath, validationFraction: 0.25 });
    expect(training).toEqual([1, 2, 3, 4]);
    expect(remarks).toEqual([
      'The data itself names its validation examples, so the validation share of 25.0 % is not drawn.',
    ]);
  });

  it('by one rule alone: two are refused', async () => {
    const path = await workspace.write('both.csv', 'x,when,who,y\n1,1,a,1.5\n2,2,b,2.5\n3,3,c,3.5\n');
    const columns = { when: { role: 'time' as const }, who: { role: 'group' as const } };
    expect((await workspace.refusal({ kind: 'csv', path, columns })).message).toContain(
      'by group (“who”) and by time at once',
    );
    const validationPath = await workspace.write('others.csv', 'x,when,who,y\n1,1,a,1.5\n');
    const own = { columns: { who: { role: 'group' as const } }, validationPath };
    expect((await workspace.refusal({ kind: 'csv', path, ...own })).message).toContain(
      'by a column and by files',
    );
  });

  describe('by files of their own', () => {
    const training = [
      'x,day,z,y',
      ...Array.from(
        { length: 40 },
        (_, row) => `${row},2024-01-${10 + (row % 9)},${row},${row % 2 ? 'a' : 'b'}`,
      ),
    ];

    async function refusalOf(name: string, own: readonly string[], spec: CsvInput = {}) {
      const path = await workspace.write(`${name}.csv`, `${training.join('\n')}\n`);
      const validationPath = await workspace.write(`${name}-valid.csv`, `${own.join('\n')}\n`);
      return workspace.refusal({ kind: 'csv', path, validationPath, ...spec });
    }

    it.each([
      ['a word among numbers', '1,2024-01-11,many,a', {}, '“many” stands in a column of numbers', 'z'],
      ['a missing value', '1,2024-01-11,,a', {}, '1 value of column “z” is missing', 'z'],
      ['a word among days', '1,soon,1,a', {}, '“soon” stands in a column of dates', 'day'],
      [
        'a word that has no rank',
        '1,2024-01-11,1,c',
        { columns: { y: { type: 'ordinal', order: ['a', 'b'] } } },
        '“c” is not in the order',
        'y',
      ],
    ] as const)('%s is told with its file and its line', async (_, line, spec, message, column) => {
      const refusal = await refusalOf('faults', ['x,day,z,y', '1,2024-01-12,7,b', line], spec as CsvInput);
      expect(refusal.message).toContain(message);
      expect(refusal.where).toBe(`${workspace.path('faults-valid.csv')}, line 3, column “${column}”`);
    });

    it('of which the one for training decides what a column holds', async () => {
      const words = Array.from({ length: 60 }, (_, row) => `${row},2024-01-11,w${row % 3},a`);
      const refusal = await refusalOf('types', ['x,day,z,y', ...words]);
      expect(refusal.message).toBe('“w0” stands in a column of numbers');
      expect(refusal.where).toBe(`${workspace.path('types-valid.csv')}, line 2, column “z”`);
    });

    it('a class that stands once in the one for validation alone is no fault', async () => {
      const path = await workspace.write('once.csv', `${training.join('\n')}\n`);
      const validationPath = await workspace.write(
        'once-valid.csv',
        'x,day,z,y\n1,2024-01-11,7,c\n2,2024-01-12,7,b\n',
      );
      const { dataset } = await workspace.prepare({ kind: 'csv', path, validationPath, testFraction: 0.2 });
      expect(dataset.remarks?.join()).toContain('Classes that have no training examples: c.');
    });
  });

  describe('refused with the file’s line where a class has one example', () => {
    const lines = [
      'x,part,y',
      ...Array.from(
        { length: 30 },
        (_, row) => `${row},${row % 3 ? 'training' : 'test'},${row % 2 ? 'a' : 'b'}`,
      ),
    ];

    it('once repeated rows are left out', async () => {
      const path = await workspace.write(
        'left.csv',
        `${[...lines, '7,training,c', '7,training,c'].join('\n')}\n`,
      );
      const refusal = await workspace.refusal({ kind: 'csv', path, duplicates: 'drop' });
      expect(refusal.message).toBe('Class “c” (line 32) has one example only');
      expect(refusal.where).toBe(`${path}, line 32, column “y”`);
    });

    it('once rows with missing values are', async () => {
      const path = await workspace.write(
        'missing.csv',
        `${[...lines, ',training,c', '8,training,c'].join('\n')}\n`,
      );
      const refusal = await workspace.refusal({ kind: 'csv', path, columns: { x: { missing: 'dropRows' } } });
      expect(refusal.where).toBe(`${path}, line 33, column “y”`);
    });

    it('among the rows that a column has for training', async () => {
      const path = await workspace.write(
        'named.csv',
        `${[...lines, '7,test,c', '8,training,c'].join('\n')}\n`,
      );
      const refusal = await workspace.refusal({ kind: 'csv', path, columns: { part: { role: 'split' } } });
      expect(refusal.where).toBe(`${path}, line 33, column “y”`);
    });
  });

  it('not where one file is to be learned from and judged by', async () => {
    const path = await workspace.write('once.csv', 'x,y\n1,a\n2,b\n3,a\n4,b\n');
    const refusal = await workspace.refusal({ kind: 'csv', path, validationPath: path });
    expect(refusal).toMatchObject({ code: 'badDataset', where: path });
    expect(refusal.message).toContain('two splits');
  });

  it('not where a file for validation has a header alone', async () => {
    const path = await workspace.write('full.csv', 'x,y\n1,a\n2,b\n3,a\n4,b\n');
    const validationPath = await workspace.write('empty.csv', 'x,y\n');
    expect(await workspace.refusal({ kind: 'csv', path, validationPath })).toMatchObject({
      code: 'badDataset',
      message: 'No row is left of the file for validation',
      where: validationPath,
    });
  });

  it('with a word about a class that is judged by and never learned from', async () => {
    const path = await workspace.write('two.csv', 'x,y\n1,a\n2,b\n3,a\n4,b\n');
    const validationPath = await workspace.write('three.csv', 'x,y\n1,a\n2,c\n');
    const { dataset } = await workspace.prepare({ kind: 'csv', path, validationPath, validationFraction: 0 });
    expect(dataset.remarks).toEqual(['Classes that have no training examples: c.']);
  });

  it('not to folds where a class has one example', async () => {
    const path = await workspace.write('one.csv', 'x,y\n1,a\n2,b\n3,a\n4,a\n');
    const refusal = await workspace.refusal({ kind: 'csv', path, validationFraction: 0, folds: 2 });
    expect(refusal.message).toContain('one example only');
  });
});
