import { describe, expect, it } from 'vitest';
import { rows, text } from '../../../../support/tables';
import { tableReading } from '../reading';
import { TestWorkspace } from '../../workspace';

const workspace = new TestWorkspace();
const { read, refused } = tableReading(workspace);

/** UTF-16 and the old single-byte encodings, of which Node writes the first Latin alone. */
const macRoman: Readonly<Record<string, number>> = { ä: 0x8a, ö: 0x9a, ü: 0x9f, é: 0x8e };
const inMacRoman = (value: string): Buffer =>
  Buffer.from([...value].map((character) => macRoman[character] ?? character.charCodeAt(0)));
const inUtf16 = (value: string, isBig = false): Buffer => {
  const bytes = Buffer.from(value, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

describe('encodings', () => {
  const table = text(
    'name,y',
    rows(20, (i) => `${i % 2 ? 'Kär' : 'Kör'},${i / 4}`),
  );
  const names = ['name = Kär', 'name = Kör'];

  it.each([
    ['UTF-8', Buffer.from(table), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${table}`), 'utf-8'],
    ['UTF-16 with a mark', inUtf16(`\ufeff${table}`), 'utf-16le'],
    ['big-endian UTF-16 with a mark', inUtf16(`\ufeff${table}`, true), 'utf-16be'],
    ['UTF-16 without a mark', inUtf16(table), 'utf-16le'],
    ['big-endian UTF-16 without a mark', inUtf16(table, true), 'utf-16be'],
    ['Windows-1252', Buffer.from(table, 'latin1'), 'windows-1252'],
    ['Mac Roman', inMacRoman(table), 'macintosh'],
  ])('%s is recognized, and Kär is another class than Kör', async (name, bytes, encoding) => {
    const { dataset, resolved } = await read(`encoding ${name}`, bytes);
    expect(resolved.encoding).toBe(encoding);
    expect(dataset.featureNames).toEqual(names);
  });

  it('ISO-8859-15 is told by its own letters', async () => {
    const bytes = Buffer.from(
      text(
        'name,y',
        rows(20, (i) => `${i % 2 ? 'c\u00bdur' : 's\u00bdur'},${i / 4}`),
      ),
      'latin1',
    );
    const { dataset, resolved } = await read('latin 9', bytes);
    expect(resolved.encoding).toBe('iso-8859-15');
    expect(dataset.featureNames).toEqual(['name = cœur', 'name = sœur']);
  });

  it('is found where the first letter beyond ASCII stands far behind', async () => {
    const late = text(
      'name,y',
      rows(60_000, (i) => `${i === 59_000 ? 'Kär' : 'Kor'},${i / 4}`),
    );
    const { resolved, dataset } = await read('late', Buffer.from(late, 'latin1'));
    expect(resolved.encoding).toBe('windows-1252');
    expect(dataset.featureNames).toEqual(['name = Kor', 'name = Kär']);
  });

  it('is refused where the person has said another', async () => {
    const error = await refused('not utf-8', Buffer.from(table, 'latin1'), { encoding: 'utf-8' });
    expect(error.message).toContain('not UTF-8');
    expect(error.remedy).toContain('windows-1252');
  });
});

describe('a table of few words in another script', () => {
  it.each([
    [
      'windows-1251',
      [0xea, 0xee, 0xf8, 0xea, 0xe0],
      [0xf1, 0xee, 0xe1, 0xe0, 0xea, 0xe0],
      ['кошка', 'собака'],
    ],
    ['koi8-r', [0xcb, 0xcf, 0xdb, 0xcb, 0xc1], [0xd3, 0xcf, 0xc2, 0xc1, 0xcb, 0xc1], ['кошка', 'собака']],
  ] as const)('is read in its encoding: %s', async (encoding, cat, dog, classes) => {
    const row = (i: number) => Buffer.from([...Buffer.from(`${i * i},`), ...(i % 2 ? cat : dog), 10]);
    const lines = Array.from({ length: 20 }, (_, index) => row(index));
    const { dataset, resolved } = await read(encoding, Buffer.concat([Buffer.from('x,kind\n'), ...lines]));
    expect(dataset.classNames).toEqual(classes);
    expect(resolved.encoding).toBe(encoding);
  });
});
