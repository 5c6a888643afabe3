import { describe, expect, it } from 'vitest';
import { rows, text, word } from '../../../../support/tables';
import { TestWorkspace } from '../../workspace';
import { tableReading } from '../reading';

const workspace = new TestWorkspace();
const { read, refused } = tableReading(workspace);
const latin = (content: string) => Buffer.from(content, 'latin1');

const cats = text(
  'x,kind',
  rows(20, (i) => `${i * i},${i % 2 ? 'Kär' : 'dog'}`),
);

describe('letters of two encodings in one file', () => {
  const more = rows(20, (i) => `${i},${i % 2 ? 'Kör' : 'Kär'}\n`).join('');
  it.each([
    ['UTF-8 first', Buffer.concat([Buffer.from(cats), latin(more)])],
    ['UTF-8 last', Buffer.concat([latin(cats), Buffer.from(more)])],
    [
      'the other far down',
      Buffer.concat([Buffer.from(cats), Buffer.from('1,Kär\n2,dog\n'.repeat(40_000)), latin(more)]),
    ],
  ])('are refused, since no encoding reads both: %s', async (name, content) => {
    const error = await refused(`two-${name.length}`, content);
    expect(error.message).toContain('Some of its letters are in UTF-8 and others are not');
    expect(error.message).toContain('windows-1252');
    expect(error.where).toMatch(/after byte [\d,]+$/);
  });

  it('are read as the person says', async () => {
    const content = Buffer.concat([Buffer.from(cats), latin(more)]);
    const { dataset } = await read('two-said', content, { encoding: 'windows-1252' });
    expect(dataset.classNames).toEqual(['KÃ¤r', 'Kär', 'Kör', 'dog']);
  });

  it.each(['MENÜ', 'CAFÉ', 'ESPAÑ', 'DÎNÄ'])(
    'are not seen in %s before a closing quotation mark',
    async (word) => {
      const content = latin(
        `x,kind\n${rows(20, (i) => `${i * i},${i % 2 ? `\u00ab${word}\u00bb` : 'K\u00e4r'}\n`).join('')}`,
      );
      expect((await read('menu', content)).dataset.classNames).toEqual(['Kär', `«${word}»`]);
    },
  );
});

it('a table that Excel saved as CSV (MS-DOS) is read in code page 850', async () => {
  // Python: 'Kär'.encode('cp850'), 'Größe', 'élan'
  const words = [
    [0x4b, 0x84, 0x72],
    [0x47, 0x72, 0x94, 0xe1, 0x65],
    [0x82, 0x6c, 0x61, 0x6e],
  ].map((bytes) => Buffer.from(bytes).toString('latin1'));
  const { dataset, resolved } = await read(
    'dos',
    latin(
      text(
        'x,kind',
        rows(30, (i) => `${i * i},${words[i % 3] ?? ''}`),
      ),
    ),
  );
  expect(resolved.encoding).toBe('cp850');
  expect(dataset.classNames).toEqual(['Größe', 'Kär', 'élan']);
});

describe('what is no table of separated values is called what it is', () => {
  it.each([
    ['XML', '<?xml version="1.0"?>\n<rows><r x="1"/></rows>\n'],
    ['Rich Text Format', '{\\rtf1\\ansi x,y\\par 1,2\\par}'],
    ['Git LFS', `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`],
    ['SQL', `${'/**/'.repeat(200)}\nCREATE TABLE t (x int);\n`],
    ['SQL', '-- dump\nCREATE TABLE t (x int, y int);\nINSERT INTO t VALUES (1,2),(3,4);\n'],
    ['LIBSVM', text(rows(20, (i) => `${i % 2} 1:${i} 3:${i * i}`))],
  ])('%s', async (what, content) => {
    expect((await refused(`kind-${what}`, content)).message).toContain(what);
  });

  it('but names of columns in angle brackets are no XML, as trading programs write them', async () => {
    const names = '<DATE>\t<OPEN>\t<kind>';
    const content = text(
      names,
      rows(20, (i) => `${i}\t${i * i}\t${i % 2 ? 'up' : 'down'}`),
    );
    const { dataset } = await read('brackets', Buffer.from(content));
    expect(dataset.classNames).toEqual(['down', 'up']);
  });

  it('EBCDIC', async () => {
    // Python: 'x,kind\n1,a\n2,b\n'.encode('cp500'), some times
    const head = [0xa7, 0x6b, 0x92, 0x89, 0x95, 0x84, 0x25];
    const row = [0xf1, 0x6b, 0x81, 0x25, 0xf2, 0x6b, 0x82, 0x25];
    const content = Buffer.from([...head, ...row, ...row, ...row]);
    expect((await refused('kind-ebcdic', content)).message).toContain('EBCDIC');
  });
});

describe('a table is refused with the reason', () => {
  it.each([
    [
      'numbers with a unit to predict',
      text(
        'x,w',
        rows(20, (i) => `${i * i},${i + 5} kg`),
      ),
      'one example only',
      'write them as 5, with the unit in the name of the column',
    ],
    [
      'backslashes before delimiters',
      text(
        'x,what,z',
        rows(20, (i) => `${i},a\\,b,${i * i}`),
      ),
      'The header has 3 names',
      'put the value in quotes',
    ],
    [
      'days of digits alone',
      text(
        'day,y',
        rows(20, (i) => `202403${10 + (i % 20)},${i * i}`),
      ),
      'lie too close together',
      'write them as 2024-03-10',
    ],
    [
      'a note below',
      text(
        'x,y',
        rows(20, (i) => `${i},${i * i}`),
        'Source: 2024',
      ),
      '1 column where 2',
      'a note below the table',
    ],
    [
      'zero bytes',
      `${text(
        'x,y',
        rows(20, (i) => `${i},${i * i}`),
      )}\0\0`,
      'zero bytes',
      '',
    ],
  ])('%s', async (name, content, message, remedy) => {
    const error = await refused(name, content, { validationFraction: 0.2 });
    expect(error.message).toContain(message);
    expect(error.remedy).toContain(remedy);
    expect(error.where).toMatch(/line \d+|column/);
  });
});

describe('a table is read right', () => {
  it('with a sign in its words that would cut all rows alike, and not the header', async () => {
    const content = text(
      'x,kind',
      rows(20, (i) => `${i * i},${i % 2 ? 'R&amp;D' : 'K&#246;ln'}`),
    );
    expect((await read('entities', content)).dataset.classNames).toEqual(['K&#246;ln', 'R&amp;D']);
  });

  it('with what databases and C write for a value that is none', async () => {
    const content = text(
      'x,z,y',
      rows(20, (i) => `${i === 4 ? '\\N' : i},${i === 6 ? '-1.#IND' : i},${i * i}`),
    );
    const { dataset } = await read('none', content, {
      columns: { x: { missing: 'dropRows' }, z: { missing: 'dropRows' } },
    });
    expect(dataset).toMatchObject({ examples: 18, featureNames: ['x', 'z'] });
  });

  it('as numbers to predict where no two rows have the same whole one', async () => {
    const { dataset } = await read(
      'few',
      text(
        'x,y',
        rows(12, (i) => `${i / 2},${i * i}`),
      ),
    );
    expect(dataset.task).toBe('regression');
    const said = await refused(
      'few-said',
      text(
        'x,y',
        rows(12, (i) => `${i / 2},${i * i}`),
      ),
      { columns: { y: { type: 'category' } }, validationFraction: 0.2 },
    );
    expect(said.message).toContain('one example only');
  });
});

describe('what may be meant otherwise is said', () => {
  const findingsOf = async (name: string, content: string) => {
    const path = await workspace.write(`${name}.csv`, content);
    const { findings } = await workspace.preview({ kind: 'csv', path, validationFraction: 0 });
    return findings.map(({ rule, message }) => `${rule}: ${message}`).join('\n');
  };
  const table = (cell: (i: number) => string, name = 'x') =>
    text(
      `${name},kind`,
      rows(24, (i) => `${cell(i)},${word(i)}`),
    );

  it.each([
    ['formulas', (i: number) => `="00${i}"`],
    ['weeks', (i: number) => `2024-W${10 + i}`],
    ['several numbers', (i: number) => `"52.${i}, 13.${i}"`],
    ['complex numbers', (i: number) => `${i}+${i}j`],
    ['numbers with a sign or a unit', (i: number) => `EUR ${i}.50`],
    [
      'moments with the name of a zone',
      (i: number) => `2024-03-${10 + (i % 20)} 10:00:00 ${i % 2 ? 'CET' : 'CEST'}`,
    ],
    ['moments with the name of a zone or at 24', (i: number) => `2024-03-${10 + (i % 20)} 24:00:00`],
  ])('of words that look like %s', async (notation, cell) => {
    expect(await findingsOf(`looks-${notation.length}`, table(cell))).toContain(`look like ${notation}`);
  });

  it('of days among which numbers stand, as Excel leaves them', async () => {
    const found = await findingsOf(
      'serials',
      table((i) => (i % 4 ? `${10 + (i % 18)}.03.2024` : `${45_000 + i}`)),
    );
    expect(found).toContain('75.0 % of its values are days');
  });

  it('of words that mean the same', async () => {
    const truths = ['true', '1', '0', 'false'];
    const found = await findingsOf(
      'truths',
      text(
        'x,b',
        rows(24, (i) => `${i * i},${truths[i % 4] ?? ''}`),
      ),
    );
    expect(found).toContain(
      'mean the same, and are taken for different ones: “0” and “false”; “1” and “true”',
    );
  });

  it.each([
    [
      'days, such as “20240110”',
      'when',
      (i: number) => `2024${10 + (i % 3)}${10 + (i % 18)}`.replace('202410', '202401'),
    ],
    [
      'months, such as “202001”',
      'when',
      (i: number) => `${2020 + Math.floor(i / 12)}${String(1 + (i % 12)).padStart(2, '0')}`,
    ],
    ['days as a spreadsheet counts them', 'Order date', (i: number) => `${45_000 + ((i * 7) % 24)}`],
  ])('of numbers that look like %s', async (what, name, cell) => {
    expect(await findingsOf(`dates-${what.length}`, table(cell, name))).toContain(`look like ${what}`);
  });

  it('but not of numbers that no calendar has', async () => {
    expect(
      await findingsOf(
        'plain',
        table((i) => `${20_240_100 + 7 * i}`),
      ),
    ).not.toContain('datesAsNumbers');
    expect(
      await findingsOf(
        'serial-numbers',
        table((i) => `${45_000 + ((i * 7) % 24)}`, 'part'),
      ),
    ).not.toContain('datesAsNumbers');
  });

  it('of rows within quotes that were closed too late', async () => {
    const plain = rows(24, (i) => `${['u', 'v', 'w'][i % 3] ?? ''},${word(i)}`);
    const found = await findingsOf('swallowed', text('x,kind', plain, '"u', 'v,a', 'w,b', 'u",a', plain));
    expect(found).toContain('A value of column “x” has 2 lines within it that look like rows');
  });
});
