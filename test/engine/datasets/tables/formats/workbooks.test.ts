import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { tableSpecSchema } from '@shared/data/spec';
import { openTable } from '../../../../../src-main/engine/datasets/tables/formats';
import { TestWorkspace } from '../../workspace';

const fixtures = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'workbooks');
const expected = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, readonly (string | number | null)[]>>>
>;
const workspace = new TestWorkspace();
const fixture = (name: string) => join(fixtures, `${name}.xlsx`);

describe('an Excel workbook', () => {
  it.each(['data', 'epoch1904'])('has in every cell what pandas reads there: %s', async (name) => {
    const path = fixture(name);
    const table = await openTable(path, tableSpecSchema.parse({ kind: 'xlsx', path }));
    const wanted = expected[name] ?? {};
    expect(table.names).toEqual(Object.keys(wanted));
    const records: string[][] = [];
    for await (const { batch, firstRow } of table.rows()) {
      for (let row = firstRow; row < batch.rows; row++) records.push(batch.record(row));
    }
    for (const [index, [column, own]] of Object.entries(wanted).entries()) {
      const read = records.map((record, row) =>
        typeof own[row] === 'number' ? Number(record[index]) : (record[index] ?? ''),
      );
      const rounded = own.map((value) => (typeof value === 'number' ? expect.closeTo(value, 12) : value));
      expect(read, column).toEqual(rounded);
    }
  });

  it('is learned from by the types of its cells: days, moments, and digits that were written as text', async () => {
    const { dataset, spec } = await workspace.prepare({ kind: 'xlsx', path: fixture('data') });
    expect(dataset).toMatchObject({ examples: 50, classNames: ['no', 'yes'], targetName: 'y' });
    expect(dataset.featureNames).toEqual(
      expect.arrayContaining([
        'number',
        'day: weekday',
        'moment: hour',
        'clock',
        'code = 007',
        'flag = TRUE',
        'double',
      ]),
    );
    expect(dataset.featureNames).not.toContain('day: hour');
    expect(dataset.remarks).toEqual(['The sheet “Data” is read; “Notes” is there too.']);
    expect(spec).toMatchObject({ sheet: 'Data', header: 1, target: 'y' });
  });

  it.each(['title', 'mergedTitle'])(
    'whose table stands below a title is refused, with the range of it: %s',
    async (name) => {
      const path = fixture(name);
      const refusal = await workspace.refusal({ kind: 'xlsx', path });
      expect(refusal).toMatchObject({
        message: '“Pears of 2024” is a title above the table, and the name of no column',
        where: `${path}, sheet “Sheet”, cell B2`,
      });
      const [, range = ''] = /"range": "([^"]+)"/.exec(refusal.remedy ?? '') ?? [];
      expect(range).toBe('B4:D1048576');
      const { dataset } = await workspace.prepare({ kind: 'xlsx', path, range });
      expect(dataset).toMatchObject({ examples: 20, featureNames: ['width', 'height'], targetName: 'kind' });
    },
  );

  it('has a header of several rows whose merged cells stand above each of their columns', async () => {
    const { dataset } = await workspace.prepare({ kind: 'xlsx', path: fixture('merged'), scaling: 'none' });
    expect(dataset).toMatchObject({
      examples: 20,
      featureNames: ['size width', 'size height'],
      targetName: 'kind',
    });
  });

  it('says which rows, columns and sheets of it are hidden, and reads the rows only as long as that is wanted', async () => {
    const spec = { kind: 'xlsx', path: fixture('hidden') } as const;
    const { dataset } = await workspace.prepare(spec);
    expect(dataset).toMatchObject({ examples: 40, featureNames: ['x', 'secret'] });
    expect(dataset.remarks).toEqual([
      'The sheet “Shown” is read; “Behind” (hidden) is there too.',
      '10 rows of the sheet “Shown” are hidden, by hand or by a filter, and are read like others.',
      '1 column of it is hidden and read like others: “secret”.',
    ]);
    const { findings } = await workspace.preview(spec);
    expect(findings[0]).toMatchObject({
      rule: 'hiddenCells',
      remedies: [
        { edit: { path: ['dataset', 'hiddenRows'], value: 'leaveOut' } },
        { edit: { path: ['dataset', 'columns', 'secret', 'role'], value: 'ignore' } },
      ],
    });
    const shown = await workspace.prepare({ ...spec, hiddenRows: 'leaveOut', ignore: ['secret'] });
    expect(shown.dataset).toMatchObject({ examples: 30, featureNames: ['x'] });
    expect(shown.dataset.remarks?.join(' ')).toContain(
      '10 rows of the sheet “Shown” are hidden, by hand or by a filter, and are left out',
    );
  });

  it('is read where it is said to be', async () => {
    const spec = { kind: 'xlsx', path: fixture('merged'), range: 'B4:D14' } as const;
    const { dataset } = await workspace.prepare({ ...spec, target: 'column 3' });
    expect(dataset).toMatchObject({ examples: 10, featureNames: ['width', 'height'] });
  });
});

describe('an Excel workbook is refused', () => {
  const refusal = (path: string, more: object = {}) => workspace.refusal({ kind: 'xlsx', path, ...more });

  it('with the cell of an error, which counts as missing, until somebody says what becomes of it', async () => {
    const path = fixture('errors');
    const first = await refusal(path);
    expect(first.message).toContain('1 value of column “x” is missing (“#DIV/0!”)');
    expect(first.where).toBe(`${path}, sheet “Sheet”, cell A7, column “x”`);
    const columns = { x: { missing: 'mean' }, word: { missing: 'dropRows' } } as const;
    const { dataset } = await workspace.prepare({ kind: 'xlsx', path, columns });
    expect(dataset).toMatchObject({ examples: 19, featureNames: ['x', 'word = a', 'word = b'] });
  });

  it('with the cell of a formula whose value was never calculated', async () => {
    const path = fixture('uncalculated');
    const { message, where } = await refusal(path);
    expect(message).toContain('“=A2*3” was never calculated');
    expect(where).toBe(`${path}, sheet “Sheet”, cell B2, column “y”`);
  });

  it('with its sheets where there is none of this name', async () => {
    const { remedy } = await refusal(fixture('data'), { sheet: 'Daten' });
    expect(remedy).toBe('Its sheets are “Data”, “Notes”.');
  });

  it('that is protected by a password, an old one, or something else', async () => {
    const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    const old = await workspace.write('old.xls', Buffer.concat([compound, Buffer.alloc(2000)]));
    expect((await refusal(old)).message).toContain('old Excel workbook');
    const stream = Buffer.from('EncryptedPackage', 'utf16le');
    const locked = await workspace.write(
      'locked.xlsx',
      Buffer.concat([compound, Buffer.alloc(1000), stream]),
    );
    expect((await refusal(locked)).message).toContain('protected by a password');
    const page = await workspace.write('page.xlsx', '<!doctype html><title>Sign in</title>');
    expect((await refusal(page)).message).toContain('it is a web page');
    expect((await workspace.refusal({ kind: 'csv', path: fixture('data') })).remedy).toContain(
      '"kind": "xlsx"',
    );
  });

  it('that is damaged', async () => {
    const whole = readFileSync(fixture('data'));
    const cut = await workspace.write('cut.xlsx', whole.subarray(0, 4000));
    expect((await refusal(cut)).message).toContain('The workbook cannot be read');
  });

  it('in which a text goes on for longer than any cell, though it is packed into little', async () => {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from(`<workbook>${'0'.repeat(3_000_000)}</workbook>`), 'xl/workbook.xml');
    zip.end();
    const bomb = await workspace.write('bomb.xlsx', await buffer(zip.outputStream));
    expect((await refusal(bomb)).message).toContain('a text in it is longer than any cell can hold');
  });
});
