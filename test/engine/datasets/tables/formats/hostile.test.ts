import { describe, expect, it } from 'vitest';
import { rows, text, word } from '../../../../support/tables';
import { tableReading } from '../reading';
import { TestWorkspace } from '../../workspace';

const workspace = new TestWorkspace();
const { read, refused } = tableReading(workspace);

const marked = (content: string) => Buffer.from(`\ufeff${content}`);
const small = text(
  'x,kind',
  rows(20, (i) => `${i},${word(i)}`),
);

describe('a table that would be misread is refused with the reason', () => {
  it.each([
    {
      says: 'another encoding than its mark tells',
      content: marked(small),
      spec: { encoding: 'windows-1252' },
      message: 'says by its byte-order mark that it is utf-8',
      where: 'dataset.encoding',
    },
    {
      says: 'one mark for two things',
      content: small,
      spec: { decimal: ',', thousands: ',' },
      message: 'decimal mark and the thousands mark at once',
      where: 'dataset.thousands',
    },
    { says: 'UTF-32', content: Buffer.from([0xff, 0xfe, 0, 0, 0x78, 0, 0, 0]), message: 'text in UTF-32' },
    { says: 'JSON, row by row', content: rows(9, (i) => `{"x":${i},"y":${i}}`).join('\n'), message: 'JSON' },
    {
      says: 'a table in Markdown',
      content: `| x | kind |\n|---|:--:|\n${rows(9, (i) => `| ${i} | ${word(i)} |`).join('\n')}\n`,
      message: 'a table in Markdown',
    },
    {
      says: 'ARFF',
      content: `% of iris\n@relation r\n@attribute x numeric\n@data\n${small}`,
      message: 'an ARFF file of Weka',
    },
    {
      says: 'a hint for Excel',
      content: `sep=;\r\n${small.replaceAll(',', ';')}`,
      message: '“sep=;”, is a hint for Excel',
      where: 'line 1',
    },
    {
      says: 'a number beyond those of 32 bits',
      content: small.replace('7,', '1e999,'),
      message: '“1e999” stands in a column of numbers',
      where: 'line 9, column “x”',
      remedy: 'It is larger than the 32-bit numbers',
    },
    {
      says: 'a control character in a number',
      content: `${text(
        'x,kind',
        rows(90_000, (i) => `${i % 9},${word(i)}`),
      )}5\0,a\n`,
      message: '“5\\u0000” stands in a column of numbers',
      where: 'line 90002',
    },
    {
      says: 'identifiers of 64 bits to learn from',
      content: text(
        'id,kind',
        rows(20, (i) => `${9_007_199_254_740_993n + BigInt(i)},${word(i)}`),
      ),
      message: 'lie too close together for the 32-bit numbers',
      where: 'column “id”',
    },
    {
      says: 'identifiers of 64 bits to predict, which would be the same one as doubles',
      content: text(
        'x,id',
        rows(20, (i) => `${i},${9_007_199_254_740_992n + BigInt(i % 2)}`),
      ),
      message: 'lie too close together for the 32-bit numbers',
      where: 'column “id”',
    },
    {
      says: 'moments counted in seconds',
      content: text(
        'time,y',
        rows(20, (i) => `${1_700_000_000 + i},${i / 4}`),
      ),
      message: 'those have steps of 128 there',
      where: 'column “time”',
    },
    {
      says: 'numbers that are all zero in 32 bits',
      content: text(
        'x,y',
        rows(20, (i) => `${i}e-60,${i / 4}`),
      ),
      message: 'lie too close together',
      where: 'column “x”',
    },
    {
      says: 'a last column without values, which was to be predicted',
      content: text(
        'x,y,kind',
        rows(20, (i) => `${i},${i / 4},`),
      ),
      message: 'The last column, “kind”, which is predicted where nothing else is said',
      where: 'column “kind”',
    },
    {
      says: 'rows of which none is left',
      content: text(
        'x,z,kind',
        rows(20, (i) => `${i % 2 ? i : ''},${i % 2 ? '' : i},${word(i)}`),
      ),
      spec: { columns: { x: { missing: 'dropRows' }, z: { missing: 'dropRows' } } },
      message: 'No row is left',
    },
    {
      says: 'decimal commas between commas, of which the header knows nothing',
      content: text(
        'x,y',
        rows(20, (i) => `${i % 3},5,${i}.25`),
      ),
      message: 'The header has 2 names and the rows have 3 values',
      where: 'line 1',
    },
  ] as const)('$says', async ({ content, message, ...rest }) => {
    const {
      spec = {},
      where = '.csv',
      remedy = '',
    } = rest as {
      spec?: Parameters<typeof refused>[2];
      where?: string;
      remedy?: string;
    };
    const refusal = await refused('hostile', content, spec);
    expect(refusal.message).toContain(message);
    expect(refusal.where).toContain(where);
    expect(refusal.remedy).toContain(remedy);
  });
});

describe('a table is read right', () => {
  it('with a byte-order mark that was written twice', async () => {
    const { dataset } = await read('marks', marked(`\ufeff${small}`));
    expect(dataset.featureNames).toEqual(['x']);
  });

  it('with a delimiter at the end of each row that its header has not', async () => {
    const content = text(
      'x,kind',
      rows(20, (i) => `${i},${word(i)},`),
    );
    const { dataset } = await read('ends', content);
    expect(dataset).toMatchObject({ featureNames: ['x'], targetName: 'kind', classNames: ['a', 'b'] });
    expect(dataset.remarks).toContain('Column “column 3” has no value in any row and is left out.');
  });

  it('with the minus of typesetters', async () => {
    const content = text(
      'x,kind',
      rows(20, (i) => `\u2212${i + 1}.5,${word(i)}`),
    );
    const { row, dataset } = await read('minus', content);
    expect(dataset.featureNames).toEqual(['x']);
    expect(row(2)).toEqual([-3.5]);
  });

  it('in the order of moments of several zones', async () => {
    const content = text(
      'when,x,y',
      '2024-01-01T10:00:00Z,1,0.5',
      '2024-01-01T11:00:00+05:00,2,1.5',
      '2024-01-01T09:00:00-05:00,3,2.5',
      '2024-01-01T12:00:00+01:00,4,3.5',
    );
    const path = await workspace.write('zones.csv', content);
    const columns = { when: { role: 'time' } } as const;
    const data = await workspace.load({ kind: 'csv', path, columns, validationFraction: 0.25 });
    // In UTC: 10, 6, 14 and 11 o'clock.
    expect(Array.from(data.splits.validation, (example) => data.targets[example])).toEqual([2.5]);
  });

  it('with 64-bit identifiers as classes where they are said to be categories', async () => {
    const content = text(
      'x,id',
      rows(20, (i) => `${i},${9_007_199_254_740_992n + BigInt(i % 2)}`),
    );
    const { dataset } = await read('classes', content, { columns: { id: { type: 'category' } } });
    expect(dataset.classNames).toEqual(['9007199254740992', '9007199254740993']);
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

describe('what may be meant otherwise is said', () => {
  const findingsOf = async (name: string, lines: readonly string[]) => {
    const path = await workspace.write(`${name}.csv`, text(...lines));
    const { findings } = await workspace.preview({ kind: 'csv', path, validationFraction: 0 });
    return findings.map(({ rule, message }) => `${rule}: ${message}`).join('\n');
  };

  it('of a row that is called a total, but not where totals are among the categories', async () => {
    const months = rows(24, (i) => `m${i % 6},${i * i},${word(i)}`);
    const found = await findingsOf('total', ['month,sales,kind', ...months, 'Grand total,999,cat']);
    expect(found).toContain('totalsRow: A row has “Grand total” in column “month”');
    const several = rows(24, (i) => `${i % 2 ? 'Total' : 'Summer'},${i * i},${word(i)}`);
    expect(await findingsOf('totals', ['what,sales,kind', ...several])).not.toContain('totalsRow');
  });

  it('of words that another program has misread, with what they were', async () => {
    const cities = ['KÃ¶ln', 'MÃ¼nchen', 'Ulm', 'Orlâ€™s'];
    const found = await findingsOf('garbled', [
      'x,city',
      ...rows(24, (i) => `${i * i},${cities[i % 4] ?? ''}`),
    ]);
    expect(found).toContain('“KÃ¶ln” for “Köln”, “MÃ¼nchen” for “München”, “Orlâ€™s” for “Orl’s”');
    const whole = ['Köln', 'Ã', 'naïve', 'Ångström'];
    const none = await findingsOf('whole', ['x,city', ...rows(24, (i) => `${i * i},${whole[i % 4] ?? ''}`)]);
    expect(none).not.toContain('garbledWords');
  });

  it('of words that differ in case, blanks or coding alone', async () => {
    const words = ['cat', 'Cat', 'cat\u00a0', 'caf\u00e9', 'cafe\u0301', 'dog'];
    const found = await findingsOf('similar', [
      'x,kind',
      ...rows(24, (i) => `${i * i},${words[i % 6] ?? ''}`),
    ]);
    expect(found).toContain('wordsAlike: Words of column “kind” differ only in case');
    expect(found).toContain('“Cat” and “cat”');
    const unseen = await findingsOf('unseen', [
      'x,kind',
      ...rows(24, (i) => `${i * i},${word(i)}${i % 4 ? '' : '\u200b'}`),
    ]);
    expect(unseen).toContain('wordsAlike: Words of column “kind” differ only');
  });

  it.each([
    ['hexadecimal numbers', (i: number) => `0x${i.toString(16)}`],
    ['numbers with underscores', (i: number) => `${i + 1}_000`],
    ['numbers with a D for the power of ten', (i: number) => `${i}.5D+02`],
    ['digits of another script', (i: number) => `\u0661${String.fromCharCode(0x660 + (i % 10))}`],
    ['days with a year of two digits', (i: number) => `${1 + (i % 12)}/${1 + i}/24`],
    ['days with the name of a month', (i: number) => `${10 + i}-Jan-2024`],
    ['times of day or durations', (i: number) => `${10 + (i % 12)}:30`],
    ['numbers with a sign or a unit', (i: number) => `$${i}.50`],
    ['fractions', (i: number) => `${i}/${i + 3}`],
    ['versions', (i: number) => `1.${i}.3`],
    ['lists', (i: number) => `"[${i}, ${i + 1}]"`],
    ['lists', (i: number) => `"${i}|${i + 1}|b"`],
  ])('of words that look like %s', async (notation, cell) => {
    const lines = rows(20, (i) => `${cell(i)},${word(i)}`);
    expect(await findingsOf('notations', ['x,kind', ...lines])).toContain(`look like ${notation}`);
  });

  it('of numbers that stand for missing values', async () => {
    const lines = rows(30, (i) => `${i % 6 ? i / 2 : -999},${i % 7},${word(i)}`);
    const found = await findingsOf('stand-ins', ['x,z,kind', ...lines]);
    expect(found).toContain('standInNumbers: In column “x” -999 stands 5 times, far from all other values');
    expect(await findingsOf('ages', ['age,kind', ...rows(30, (i) => `${70 + i},${word(i)}`)])).not.toContain(
      'standIn',
    );
  });

  it('of a header that is one name short', async () => {
    const found = await findingsOf('short-header', [
      'a,kind',
      ...rows(20, (i) => `r${i},${i % 7},${word(i)}`),
    ]);
    expect(found).toContain('shortHeader: The header has 2 names and the rows have 3 values');
  });

  it('of prices to predict, and of codes that lose their zeros', async () => {
    const lines = rows(20, (i) => `0${1000 + 7 * i},${i}.5 €`);
    const found = await findingsOf('codes', ['zip,price', ...lines]);
    expect(found).toContain('codesAsNumbers: Values of column “zip” begin with zeros, such as “01000”');
    const classes = await findingsOf('zip-classes', [
      'x,zip',
      ...rows(20, (i) => `${i * i},0${1000 + (i % 3)}`),
    ]);
    expect(classes).toContain('codesAsNumbers: Values of column “zip” begin with zeros, such as “01000”');
    expect(found).toContain('“price” is taken for words; its values look like numbers with a sign or a unit');
  });
});
