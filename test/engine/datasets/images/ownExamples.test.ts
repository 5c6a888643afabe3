import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetSpecInput } from '@shared/data/spec';
import type { TrainingData } from '../../../../src-main/trainer/session/session';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();

const [upper, lower] = ['upper moon', 'lower moon'] as const;
const points = {
  task: 'classification',
  inputShape: [2],
  inputDtype: 'float32',
  featureNames: ['x', 'y'],
  targetName: 'class',
  classNames: [upper, lower],
};

/** A folder as it stands on disk, with an example for each label. */
async function folderOf(
  name: string,
  form: object,
  examples: readonly { label: string | number; values: readonly number[] }[],
): Promise<string> {
  const folder = workspace.path(name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'examples.json'), JSON.stringify(form));
  for (const [at, example] of examples.entries()) {
    await writeFile(join(folder, `${at}.json`), JSON.stringify(example));
  }
  return folder;
}

const three = [
  { label: lower, values: [10, 20] },
  { label: upper, values: [30, 40] },
  { label: lower, values: [50, 60] },
];
/** Each example of a split: its label and its values. */
const rowsOf = ({ inputs, targets, splits }: TrainingData, split: 'training' | 'validation' | 'test') =>
  Array.from(splits[split], (index) => [targets[index], ...inputs.subarray(2 * index, 2 * index + 2)]);
const byValue = (rows: (number | undefined)[][]) =>
  rows.sort(([, a = 0, b = 0], [, c = 0, d = 0]) => a - c || b - d);

const moons = { kind: 'moons', examples: 50, testFraction: 0.1, scaling: 'none' } as const;

describe('examples that a person kept', () => {
  it('are a data set by themselves, of all the classes of the one that they were kept of', async () => {
    const path = await folderOf('alone', { ...points, classNames: [upper, lower, 'none'] }, three);
    const { dataset } = await workspace.prepare({ kind: 'ownExamples', path, validationFraction: 0 });
    expect(dataset.classNames).toEqual([upper, lower, 'none']);
    const data = await workspace.load({ kind: 'ownExamples', path, validationFraction: 0, scaling: 'none' });
    expect(byValue(rowsOf(data, 'training'))).toEqual([
      [1, 10, 20],
      [0, 30, 40],
      [1, 50, 60],
    ]);
  });

  it.each([{}, { folds: 5 }])(
    'join the training split alone, where %o shares out the others',
    async (more) => {
      const alsoTrainOn = await folderOf('mixed', points, three);
      const before = await workspace.load({ ...moons, ...more });
      const after = await workspace.load({ ...moons, ...more, alsoTrainOn });
      for (const split of ['validation', 'test'] as const) {
        expect(rowsOf(after, split)).toEqual(rowsOf(before, split));
      }
      const kept = [
        [1, 10, 20],
        [0, 30, 40],
        [1, 50, 60],
      ];
      expect(byValue(rowsOf(after, 'training'))).toEqual(byValue([...rowsOf(before, 'training'), ...kept]));
      const { dataset } = await workspace.prepare({ ...moons, ...more, alsoTrainOn });
      expect(dataset.remarks).toContain('3 examples of your own are trained on as well.');
    },
  );

  it.each([{}, { folds: 5 }])(
    'are left out where they are examples for validation or the test, which %o shares out',
    async (more) => {
      const before = await workspace.load({ ...moons, ...more });
      const same = (split: 'training' | 'validation' | 'test') =>
        Array.from({ length: 2 }, (_, at) => {
          const [label, x = 0, y = 0] = rowsOf(before, split)[at] ?? [];
          return { label: label === 0 ? upper : lower, values: [x, y] };
        });
      const kept = [...three, ...same('validation'), ...same('test'), ...same('training')];
      const alsoTrainOn = await folderOf('held out', points, kept);
      const spec = { ...moons, ...more, alsoTrainOn };
      const after = await workspace.load(spec);
      for (const split of ['validation', 'test'] as const) {
        expect(rowsOf(after, split)).toEqual(rowsOf(before, split));
      }
      const learned = [...three, ...same('training')].map(({ label, values }) => [
        label === upper ? 0 : 1,
        ...values,
      ]);
      expect(byValue(rowsOf(after, 'training'))).toEqual(
        byValue([...rowsOf(before, 'training'), ...learned]),
      );
      const { remarks } = (await workspace.prepare(spec)).dataset;
      expect(remarks).toContain('5 examples of your own are trained on as well.');
      expect(remarks).toContain(
        '4 examples of your own are left out of training: the same values are for validation or the test.',
      );
    },
  );

  it('are left out, too, where they are an example for validation with a gap that was filled', async () => {
    const rows = Array.from({ length: 10 }, (_, row) => `${row},${row === 9 ? '' : 1},${row},training`);
    const path = await workspace.write(
      'gaps.csv',
      [
        'x,y,value,split',
        ...rows.map((row) => (row.startsWith('9') ? row.replace('training', 'validation') : row)),
      ].join('\n'),
    );
    const columns = { split: { role: 'split' }, y: { missing: 'mean' }, value: { type: 'number' } } as const;
    const spec = { kind: 'csv', path, target: 'value', scaling: 'none', columns } as const;
    const { dataset } = await workspace.prepare(spec);
    const form = { ...points, ...dataset, tableInputs: dataset.tableInputs };
    const alsoTrainOn = await folderOf('gaps', form, [
      { label: 9, values: [9, 5] },
      { label: 8, values: [8, 5] },
    ]);
    const { remarks, splits } = (await workspace.prepare({ ...spec, alsoTrainOn })).dataset;
    expect(splits).toEqual({ training: 10, validation: 1, test: 0 });
    expect(remarks).toContain(
      '1 example of your own is left out of training: the same values are for validation or the test.',
    );
  });

  it('are not the data set once more', async () => {
    const path = await folderOf('twice', points, three);
    expect(await workspace.refusal({ kind: 'ownExamples', path, alsoTrainOn: path })).toMatchObject({
      code: 'badDataset',
      where: 'dataset.alsoTrainOn',
    });
  });

  it('have a class by its name alone, though the name be a number', async () => {
    const form = { ...points, classNames: ['1', '2'] };
    const named = await folderOf('named by numbers', form, [
      { label: '1', values: [1, 2] },
      { label: '2', values: [3, 4] },
    ]);
    const spec = { kind: 'ownExamples', validationFraction: 0, scaling: 'none' } as const;
    const data = await workspace.load({ ...spec, path: named });
    expect(byValue(rowsOf(data, 'training'))).toEqual([
      [0, 1, 2],
      [1, 3, 4],
    ]);
    const path = await folderOf('numbers', form, [{ label: 1, values: [1, 2] }]);
    for (const refused of [
      { ...spec, path },
      { ...moons, alsoTrainOn: path },
    ]) {
      expect(await workspace.refusal(refused)).toMatchObject({
        code: 'badDataset',
        message: expect.stringContaining('its label is the number 1'),
        where: join(path, '0.json'),
      });
    }
  });

  it('are known by the names of their classes, whatever numbers the data set gives these', async () => {
    const path = await workspace.write(
      'named.csv',
      ['x,y,class', ...Array.from({ length: 20 }, (_, row) => `${row},1,${row % 2 ? 'b' : 'a'}`)].join('\n'),
    );
    const column = { type: 'number', missing: null, missingWords: [''], words: [], other: null, parts: [] };
    const alsoTrainOn = await folderOf(
      'named',
      {
        ...points,
        classNames: ['c', 'b', 'a'],
        tableInputs: ['x', 'y'].map((name, first) => ({ ...column, column: name, first, dateOrder: null })),
      },
      [{ label: 'a', values: [77, 1] }],
    );
    const data = await workspace.load({ kind: 'csv', path, scaling: 'none', alsoTrainOn });
    expect(rowsOf(data, 'training')).toContainEqual([0, 77, 1]);
  });

  it.each([
    ['of another size', { inputShape: [3] }, [], /of 3 values, those of the data set of 2/],
    ['stored otherwise', { inputDtype: 'uint8' }, [], /stored as uint8/],
    ['of other columns', { featureNames: ['a', 'b'] }, [], /other inputs/],
    [
      'of a class more',
      { classNames: [upper, 'new'] },
      [{ label: 'new', values: [1, 2] }],
      /the class “new”/,
    ],
    ['damaged', {}, [{ label: upper, values: [1] }], /it has 1 values in place of 2/],
    ['of no class that they have', {}, [{ label: '7', values: [1, 2] }], /“7” is none of the classes/],
    ['taken out again', {}, null, /taken out again/],
  ])('are refused where they are %s', async (name, form, more, message) => {
    const kept = more === null ? [] : [...more, ...three.map((one) => ({ ...one, label: upper }))];
    const alsoTrainOn = await folderOf(name, { ...points, ...form }, kept);
    expect(await workspace.refusal({ ...moons, alsoTrainOn })).toMatchObject({
      code: 'badDataset',
      message: expect.stringMatching(message),
    });
  });

  it('are looked for where the path leads, and nowhere else', async () => {
    const refused = (spec: DatasetSpecInput) => workspace.refusal(spec);
    expect((await refused({ ...moons, alsoTrainOn: 'examples/moons' })).message).toMatch(
      /from the folder of/,
    );
    expect((await refused({ ...moons, alsoTrainOn: workspace.path('no') })).message).toMatch(/There is no/);
    const path = workspace.path('empty');
    await mkdir(path);
    expect((await refused({ kind: 'ownExamples', path })).message).toBe('No examples were kept here');
    await writeFile(join(path, 'examples.json'), '{');
    expect((await refused({ kind: 'ownExamples', path })).message).toMatch(/cannot be read/);
  });
});
