import { pastedRows } from '@shared/data/tables/pastedRows';
import { describe, expect, it } from 'vitest';

describe('rows that are typed or pasted', () => {
  it.each([
    ['apart by tabs, as spreadsheets copy them', '1\t2\n3\t4\n'],
    ['apart by semicolons, with decimal commas', '1,0;2\r\n3;4,0'],
    ['apart by blanks, with an empty line', '  1   2 \n\n3 4'],
    ['apart by commas with a blank', '1, 2\n3, 4'],
    ['below their names', 'a\tb\n1\t2\n3\t4'],
    ['of which the last are taken', '9 9\n8 8\n1 2\n3 4'],
    ['below names with digits', 'x1;x2\n1;2\n3;4'],
  ])('are numbers row by row: %s', (_, text) => {
    expect(pastedRows(text, 2, 2)).toEqual({ values: [1, 2, 3, 4] });
  });

  it.each([
    ['1 2\n3 4 5', 'Line 2 has 3 values, and each row has 2.'],
    ['a b\n1 2\n3 x', 'Line 3: “x” is no number.'],
    ['1 2', '1 of the 2 rows that are needed are there.'],
    ['1\t\n3\t4', 'Line 1 has an empty cell.'],
    ['1\t\t3\n2\t3\t4', 'Line 1 has 3 values, and each row has 2.'],
    ['\t2\n3\t4', 'Line 1 has an empty cell.'],
    ['10 000 7\n20 000 8', 'Line 1 has 3 values, and each row has 2.'],
    ['1\t1,234\n2\t3', 'Line 1: write “1,234” as 1234 or as 1.234.'],
    ['1 0x10\n3 4', 'Line 1: “0x10” is no number.'],
    ['1.234.567 2\n3 4\n5 6', 'Line 1: “1.234.567” is no number.'],
  ])('are refused with the line: %j', (text, problem) => {
    expect(pastedRows(text, 2, 2)).toEqual({ problem });
  });
});
