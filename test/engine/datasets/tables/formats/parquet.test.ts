import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DatasetSpecInput } from '@shared/data/spec';
import { tableSpecSchema } from '@shared/data/spec';
import { openTable } from '../../../../../src-main/engine/datasets/tables/formats';
import { TestWorkspace } from '../../workspace';

const fixtures = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'parquet');
type Values = readonly (string | number | null)[];
const expected = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, Values>>>
>;
const workspace = new TestWorkspace();
const fixture = (name: string) => join(fixtures, `${name}.parquet`);

/** The cells of every row as text, by column; null where nothing stands. */
async function cellsOf(path: string): Promise<Map<string, (string | null)[]>> {
  const table = await openTable(path, tableSpecSchema.parse({ kind: 'parquet', path }));
  const cells = new Map(table.names.map((name): [string, (string | null)[]] => [name, []]));
  for await (const { batch, firstRow } of table.rows()) {
    for (let row = firstRow; row < batch.rows; row++) {
      for (const [index, cell] of batch.record(row).entries()) {
        cells.get(table.names[index] ?? '')?.push(cell === '' ? null : cell);
      }
    }
  }
  return cells;
}

const codecs = ['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'];

describe('a Parquet file that pandas wrote', () => {
  it.each([
    ...codecs.map((codec) => [`numbers-${codec}`, 'numbers']),
    ['numbers-delta', 'numbers-delta'],
    ['words-pages2', 'words-pages2'],
    ['words-dictionary', 'words-dictionary'],
    ['words-int96', 'words-int96'],
  ])('has in every cell what pandas reads there: %s', async (name, values) => {
    const cells = await cellsOf(fixture(name));
    const wanted = expected[values] ?? {};
    expect([...cells.keys()]).toEqual(Object.keys(wanted));
    for (const [column, own] of Object.entries(wanted)) {
      const read = cells.get(column) ?? [];
      const typed = own.map((value, row) => {
        const cell = read[row] ?? null;
        return typeof value === 'number' && cell !== null ? Number(cell) : cell;
      });
      // A 32-bit float is written with the digits that tell it from others, not with all of its double.
      const wantedHere = /^float32$/.test(column)
        ? own.map((value) => (typeof value === 'number' ? Number(value.toPrecision(7)) : value))
        : own;
      const rounded = /^float32$/.test(column)
        ? typed.map((value) => (typeof value === 'number' ? Number(value.toPrecision(7)) : value))
        : typed;
      expect(rounded, column).toEqual(wantedHere);
    }
  });

  it.each(['', 'arrow-'].flatMap((writer) => ['s', 'ms', 'us', 'ns'].map((unit) => writer + unit)))(
    'has durations in seconds, whatever their unit: %s',
    async (unit) => {
      const cells = await cellsOf(fixture(`spans-${unit}`));
      const wanted = Array.from({ length: 30 }, (_, index) => (index === 3 ? null : 90 * index));
      expect(cells.get('span')?.map((cell) => (cell === null ? null : Number(cell)))).toEqual(wanted);
    },
  );

  it('makes the same data set however it is packed, with the types that the file gives', async () => {
    const missing = { missing: 'value', value: 0 } as const;
    const numbers = Object.keys(expected['numbers'] ?? {}).filter((name) => name !== 'y');
    const columns = Object.fromEntries(numbers.map((name) => [name, missing]));
    const specs = codecs.map((codec): DatasetSpecInput => {
      return { kind: 'parquet', path: fixture(`numbers-${codec}`), columns, scaling: 'none' };
    });
    const hashes = new Set<string>();
    for (const spec of specs) hashes.add((await workspace.prepare(spec)).dataset.hash);
    expect(hashes.size).toBe(1);

    const words: DatasetSpecInput = {
      kind: 'parquet',
      path: fixture('words-dictionary'),
      columns: {
        milliseconds: { missing: 'median' },
        flag: { missing: 'category' },
        word: { missing: 'category' },
        coded: { missing: 'commonest' },
      },
    };
    const { dataset } = await workspace.prepare(words);
    expect(dataset.classNames).toEqual(['no', 'yes']);
    // Digits that were stored as words stay words, and a day has no hour.
    expect(dataset.featureNames).toEqual(
      expect.arrayContaining([
        'digits = 007',
        'digits = 07',
        'digits = 7',
        'day: weekday',
        'time',
        'flag = true',
      ]),
    );
    expect(dataset.featureNames).not.toContain('day: hour');
    expect(dataset.featureNames).not.toContain('midnight: hour');
    expect(dataset.featureNames).toContain('milliseconds: hour');
    // A word that means missing in a table of text is a word where missing values are null.
    expect(dataset.featureNames).toContain('word = NA');
  });

  it('is predicted from without the index of pandas, which is named', async () => {
    const { dataset, spec } = await workspace.prepare({
      kind: 'parquet',
      path: fixture('indexed'),
      validationFraction: 0,
    });
    expect(dataset).toMatchObject({ featureNames: ['x'], targetName: 'y' });
    expect(dataset.remarks?.join()).toContain('“__index_level_0__” is the index of pandas');
    expect(spec).toMatchObject({ columns: { __index_level_0__: { role: 'ignore' } } });
  });
});

describe('a Parquet file is refused', () => {
  const refusal = (path: string, more: object = {}) => workspace.refusal({ kind: 'parquet', path, ...more });

  it('with the name of a column of lists, until that is left out', async () => {
    const path = fixture('nested');
    const tags = await refusal(path);
    expect(tags.message).toContain('Column “tags” holds lists');
    expect(tags.where).toBe(`${path}, column “tags”`);
    const place = await refusal(path, { ignore: ['tags'] });
    expect(place.message).toContain('Column “place” holds columns of its own (x, y)');
  });

  it('with the row and the column of bytes that are no text', async () => {
    const path = fixture('bytes');
    const { message, where, remedy } = await refusal(path);
    expect(message).toBe('Column “raw” holds bytes that are no text, of which nothing can be learned');
    expect(where).toBe(`${path}, row 1, column “raw”`);
    expect(remedy).toContain('Leave');
  });

  it('that is cut off, or is something else', async () => {
    const whole = readFileSync(fixture('words-dictionary'));
    const cut = await workspace.write('cut.parquet', whole.subarray(0, 5000));
    expect((await refusal(cut)).message).toContain('cut off');
    const text = await workspace.write('text.parquet', 'a,b\n1,2\n3,4\n');
    expect((await refusal(text)).message).toContain('it is text');
    expect((await workspace.refusal({ kind: 'csv', path: fixture('nested') })).remedy).toContain(
      '"kind": "parquet"',
    );
  });

  it('where a page claims more values than its column has, before it is decoded', async () => {
    const bytes = Buffer.from(readFileSync(fixture('numbers-none')));
    // The header of a data page, whose first field is how many values it has: 25, and 63.
    const header = Buffer.from([0x2c, 0x15, 50]);
    bytes[bytes.indexOf(header) + 2] = 126;
    const path = await workspace.write('claims.parquet', bytes);
    const { message, where } = await refusal(path);
    expect(message).toContain('a page claims 63 values; at most 25 can be there');
    expect(where).toMatch(/claims\.parquet, column “/);
  });

  it('that unpacks to more than fits, without that memory being taken from the engine', async () => {
    // Of 655 bytes; its words are each the one before, 1.2 GB together.
    const path = fixture('bomb');
    const { message, where, remedy } = await refusal(path);
    expect(message).toBe('The Parquet file unpacks to more than 0.9 GB at a time');
    expect(where).toBe(path);
    expect(remedy).toContain('row_group_size');
    expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(1e9);
  });

  it('with the row of a missing value of which nobody said what becomes of it', async () => {
    const path = fixture('numbers-none');
    const { where } = await refusal(path);
    const column = expected['numbers']?.['uint8'] ?? [];
    expect(where).toBe(`${path}, row ${column.indexOf(null) + 1}, column “uint8”`);
  });
});

it('a Parquet file is not called damaged where the process that reads it cannot be started', async () => {
  // Node refuses to start with an option that it does not know.
  vi.stubEnv('NODE_OPTIONS', '--no-such-option');
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(cellsOf(fixture('numbers-none'))).rejects.toMatchObject({
    where: fixture('numbers-none'),
    message: expect.stringContaining('could not be started') as unknown,
  });
});
