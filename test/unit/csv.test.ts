import { csvText } from '@shared/csv';
import { describe, expect, it } from 'vitest';

/** Reads RFC 4180 by its letter: fields in quotes hold anything, a quote in them is written twice. */
function readByTheLetter(text: string): string[][] {
  const field = /("(?:[^"]|"")*"|[^",\n]*)(,|\n)/gy;
  const rows: string[][] = [[]];
  for (let match = field.exec(text); match !== null; match = field.exec(text)) {
    const [, written = '', end] = match;
    rows.at(-1)?.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('lines of comma-separated values', () => {
  it('quote a quote by another, as RFC 4180 has it in its rule 7', () => {
    expect(csvText([['aaa', 'b"bb', 'ccc']])).toBe('aaa,"b""bb",ccc\n');
  });

  it('are read back as they were, whatever stands in them', () => {
    const rows = [
      ['run "a"', 'b, c', 'two\nlines'],
      ['"', '""', ',"'],
      ['', 'plain', '3.5'],
    ];
    expect(readByTheLetter(csvText(rows))).toEqual(rows);
  });

  it('leave numbers as they are, and nothing for what is absent', () => {
    expect(csvText([[1.5, -0.25, null, undefined, true]])).toBe('1.5,-0.25,,,true\n');
  });
});
