import { describe, expect, it } from 'vitest';
import { tableSpecSchema } from '@shared/data/spec';
import { quickLook } from '../../../../../src-main/engine/datasets/tables/quickLook';
import { rows, text, word } from '../../../../support/tables';
import { TestWorkspace } from '../../workspace';
import { tableReading } from '../reading';

const workspace = new TestWorkspace();
const { read, refused } = tableReading(workspace);

/** Three files with a header each, put one behind the other. */
const concatenated = (row: (index: number) => string): string =>
  text(...[0, 1, 2].flatMap((part) => ['a,b,kind', rows(20, (i) => row(20 * part + i))]));

const ofWords = concatenated((i) => `${['x', 'y', 'z'][i % 3] ?? ''},${['u', 'v'][i % 2] ?? ''},${word(i)}`);
const ofNumbers = concatenated((i) => `${i / 4},${(i * 7) % 60},${word(i)}`);

describe('names of columns that stand once more among the rows', () => {
  it.each([
    ['words', ofWords],
    ['numbers', ofNumbers],
  ])('are refused, with the line of the first: among %s', async (name, content) => {
    const error = await refused(`refused-${name}`, content);
    expect(error.message).toMatch(/names of the columns stand once more in 2 rows/);
    expect(error.where).toMatch(/line 22$/);
    expect(error.remedy).toContain('"repeatedHeader": "leaveOut"');
  });

  it.each([
    ['words', ofWords],
    ['numbers', ofNumbers],
  ])('are left out where that is said, among %s', async (name, content) => {
    const { dataset, resolved } = await read(`left-${name}`, content, { repeatedHeader: 'leaveOut' });
    expect(dataset).toMatchObject({ examples: 60, classNames: ['a', 'b'] });
    expect(dataset.remarks).toContain(
      'The names of the columns stand once more in 2 rows, which are left out.',
    );
    expect(resolved).toMatchObject({ header: 1, repeatedHeader: 'leaveOut' });
  });

  it('are the rows that they are where that is said', async () => {
    const { dataset } = await read('kept', ofWords, { repeatedHeader: 'keep' });
    expect(dataset).toMatchObject({ examples: 62, classNames: ['a', 'b', 'kind'] });
    expect(dataset.remarks).toContain(
      'The names of the columns stand once more in 2 rows, which are taken for data.',
    );
  });

  it('leave the rows around them as they are, quoted or not, of two columns or the last', async () => {
    const content = text('"x ""1""",y', '1,2', '"x ""1""",y', '3,4', '"x ""1""",y', '5,6', '"x ""1""",y');
    const { row, targets } = await read('quoted', content, {
      repeatedHeader: 'leaveOut',
      columns: { y: { type: 'number' } },
    });
    expect([row(0), row(1), row(2)]).toEqual([[1], [3], [5]]);
    expect(targets).toEqual([2, 4, 6]);
  });

  it.each([
    [
      'among numbers',
      'temperature,pressure,kind\n°C,hPa,\n',
      (i: number) => `${i / 4},${(i * 7) % 60},${word(i)}`,
    ],
    [
      'among words',
      'color,form,kind\nname,name,class\n',
      (i: number) => `${['red', 'blue'][i % 2] ?? ''},${['x', 'y', 'z'][i % 3] ?? ''},${word(i)}`,
    ],
  ])('are found with the line below them, %s', async (name, header, row) => {
    const content = [0, 1, 2].map((part) => header + text(rows(20, (i) => row(20 * part + i)))).join('');
    const error = await refused(`units-${name}`, content);
    expect(error.message).toMatch(/names of the columns stand once more in 4 rows/);
    expect(error.where).toMatch(/line 23$/);
    const { dataset, resolved } = await read(`units-left-${name}`, content, { repeatedHeader: 'leaveOut' });
    expect(dataset).toMatchObject({ examples: 60, classNames: ['a', 'b'] });
    expect(resolved).toMatchObject({ header: 2 });
  });

  it('have no second line in a row that comes elsewhere too', async () => {
    const part = (count: number) =>
      text(
        'a,kind',
        rows(count, (i) => (i % 2 ? 'y,a' : 'x,b')),
      );
    const error = await refused('few-words', part(20) + part(20));
    expect(error.message).toMatch(/stand once more in 1 row/);
    expect(error.where).toMatch(/line 22$/);
  });

  it('are found behind the byte-order mark of the file that was put there', async () => {
    const content = `\ufeffx,y\n${text(rows(20, (i) => `${i},${i * i}`))}\ufeffx,y\n${text(rows(20, (i) => `${i},${i}`))}`;
    const { dataset } = await read('marked', content, { repeatedHeader: 'leaveOut' });
    expect(dataset).toMatchObject({ examples: 40, featureNames: ['x'] });
  });

  it('are none where one row of words comes twice and there are no names', async () => {
    const { dataset } = await read(
      'headerless',
      text(rows(60, (i) => `${['x', 'y', 'z'][i % 3] ?? ''},${word(i)}`)),
    );
    expect(dataset.examples).toBe(60);
  });

  it('are shown as a finding with both ways out, and with the other once one is taken', async () => {
    const path = await workspace.write('found.csv', ofWords);
    const shown = async (repeatedHeader?: 'leaveOut' | 'keep') =>
      (await quickLook(tableSpecSchema.parse({ kind: 'csv', path, repeatedHeader }))).findings[0];
    expect(await shown()).toMatchObject({
      rule: 'repeatedHeader',
      severity: 'error',
      lines: [22, 43],
      remedies: [{ edit: { value: 'leaveOut' } }, { edit: { value: 'keep' } }],
    });
    expect(await shown('leaveOut')).toMatchObject({
      severity: 'note',
      remedies: [{ edit: { value: 'keep' } }],
    });
    expect(await shown('keep')).toMatchObject({
      severity: 'note',
      remedies: [{ edit: { value: 'leaveOut' } }],
    });
  });
});
