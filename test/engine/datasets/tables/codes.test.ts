import { describe, expect, it } from 'vitest';
import { rows, text, word } from '../../../support/tables';
import { TestWorkspace } from '../workspace';
import { tableReading } from './reading';

const workspace = new TestWorkspace();
const { read, refused } = tableReading(workspace);

describe('what looks like a number and is a name', () => {
  it.each([
    ['among words', ['1e5', '1E10', 'red'], undefined],
    ['among nothing else', ['1e5', '2e3', '3E1'], undefined],
    ['where the column is said to hold words', ['1e5', '2e3', '100'], { y: { type: 'category' } }],
    ['of spans', ['2-3', '10-12', '0-1'], undefined],
  ] as const)('keeps its text as a class: %s', async (name, classes, columns) => {
    const content = text(
      'x,y',
      rows(30, (i) => `${i / 4},${classes[i % 3] ?? ''}`),
    );
    const { dataset, targets } = await read(`class-${name.replaceAll(' ', '-')}`, content, {
      ...(columns && { columns }),
    });
    expect(dataset.task).toBe('classification');
    expect([...dataset.classNames].sort()).toEqual([...classes].sort());
    expect(targets.map((label) => dataset.classNames[label])).toEqual(
      expect.arrayContaining(rows(30, (i) => classes[i % 3] ?? '')),
    );
  });

  it('is refused where two of them are the same number, and is two classes where that is said', async () => {
    const codes = ['1E2', '10E1', '100', '2E3'];
    const content = text(
      'x,y',
      rows(40, (i) => `${i / 4},${codes[i % 4] ?? ''}`),
    );
    const { message, where, remedy } = await refused('same', content);
    expect(message).toBe('“1E2” and “10E1” in “y” are the same number, and may be two classes');
    expect(where).toMatch(/line 3, column “y”$/);
    expect(remedy).toContain('category');
    const { dataset } = await read('apart', content, { columns: { y: { type: 'category' } } });
    expect([...dataset.classNames].sort()).toEqual(codes.toSorted());
  });

  it('keeps its text as a category of a column of words', async () => {
    const content = text(
      'code,y',
      rows(30, (i) => `${['1E5', '2E7', 'A12', '2-3'][i % 4] ?? ''},${i / 4}`),
    );
    const { dataset } = await read('categories', content);
    expect(dataset.featureNames).toEqual(['code = 1E5', 'code = 2-3', 'code = 2E7', 'code = A12']);
  });

  it('is a thousand or one and more, and the run says which of them', async () => {
    const content = text(
      'x,y',
      rows(30, (i) => `${1 + i}.${200 + i},${word(i)}`),
    );
    const { dataset, row } = await read('three', content);
    expect(row(0)[0]).toBeCloseTo(1.2, 6);
    expect(dataset.remarks).toEqual([
      '“1.200” is read as 1.2, since nothing in the file says whether its point groups thousands or is the decimal mark.',
    ]);
    const grouped = await read('grouped', content, { thousands: '.' });
    expect(grouped.row(0)).toEqual([1200]);
    expect(grouped.resolved).toMatchObject({ decimal: ',', thousands: '.' });
  });
});

describe('a table of separated values', () => {
  it('is apart by commas where its words in quotes have semicolons', async () => {
    const content = text(
      'tags,x,kind',
      rows(30, (i) => `"${['a;b;c', 'b;c;d', 'c;d;e'][i % 3] ?? ''}",${i / 4},${word(i)}`),
    );
    const { dataset, resolved } = await read('semicolons', content);
    expect(resolved.delimiter).toBe(',');
    expect(dataset.featureNames).toEqual(['tags = a;b;c', 'tags = b;c;d', 'tags = c;d;e', 'x']);
  });

  it('is refused where another begins below it, behind a blank line', async () => {
    const content = text(
      'a,b,y',
      rows(20, (i) => `${i},${i * i},${i / 4}`),
      '',
      'name,size',
      'one,1',
    );
    const { message, where, remedy } = await refused('two', content);
    expect(message).toContain('another table seems to begin there');
    expect(where).toMatch(/line 23$/);
    expect(remedy).toContain('file of its own');
  });
});
