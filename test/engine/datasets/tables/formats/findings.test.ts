import { describe, expect, it } from 'vitest';
import { rows, text, word } from '../../../../support/tables';
import { TestWorkspace } from '../../workspace';

const workspace = new TestWorkspace();

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
