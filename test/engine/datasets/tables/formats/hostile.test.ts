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
