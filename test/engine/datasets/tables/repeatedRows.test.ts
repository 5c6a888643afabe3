import { describe, expect, it } from 'vitest';
import { Random } from '@shared/random';
import { tableReading } from './reading';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();
const { read } = tableReading(workspace);
const random = new Random(4, 2);
/** Many of these are alike; the numbers of the rows tell none of them apart, since they are left out. */
const rows = Array.from({ length: 3000 }, (_, index) => {
  return {
    id: index,
    x: random.integer(2000) / 4,
    word: ['a', '"b ""c"""', 'd'][random.integer(3)] ?? '',
    y: random.integer(9) / 2,
  };
});
const textOf = (some: typeof rows) =>
  ['id,x,word,y', ...some.map(({ id, x, word, y }) => `${id},${x},${word},${y}`)].join('\n');
const firsts = (some: typeof rows) => {
  const seen = new Set<string>();
  return some.filter(({ x, word, y }) => {
    const key = `${x} ${word} ${y}`;
    return !seen.has(key) && seen.add(key).size > 0;
  });
};

describe('rows that are there twice', () => {
  it('are found, with their remedy, and left out where that is wished', async () => {
    const ignore = ['id'];
    const kept = firsts(rows);
    const all = await read('twice', textOf(rows), { ignore });
    expect(all.dataset.examples).toBe(3000);

    const path = workspace.path('twice.csv');
    const look = (more: object = {}) => workspace.preview({ kind: 'csv', path, ignore, ...more });
    const found = (await look()).findings.find(({ rule }) => rule === 'duplicateRows');
    expect(found?.message).toContain((rows.length - kept.length).toLocaleString('en'));
    expect(found?.remedies[0]?.edit).toEqual({ path: ['dataset', 'duplicates'], value: 'drop' });

    const dropped = await read('twice', textOf(rows), { ignore, duplicates: 'drop' });
    expect(dropped.dataset.examples).toBe(kept.length);
    expect(dropped.targets).toEqual(kept.map(({ y }) => y));
    expect(kept.map((_, index) => dropped.row(index)[0])).toEqual(kept.map(({ x }) => x));
    expect(dropped.dataset.remarks?.join()).toContain('were there before and are left out');
    const after = await look({ duplicates: 'drop' });
    expect(after.findings.map(({ rule }) => rule)).not.toContain('duplicateRows');
  });

  it('are left out of validation where training has them', async () => {
    const [training, validation] = [rows.slice(0, 200), rows.slice(200, 400)];
    const validationPath = await workspace.write('validation.csv', textOf(validation));
    const { dataset } = await read('own', textOf(training), {
      ignore: ['id'],
      duplicates: 'drop',
      validationPath,
    });
    const inTraining = firsts(training).length;
    expect(dataset.splits).toEqual({
      training: inTraining,
      validation: firsts([...training, ...validation]).length - inTraining,
      test: 0,
    });
  });
});
