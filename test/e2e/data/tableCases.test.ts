import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from '../support/axe';
import { type BrowserApp, openInBrowser, screenshot } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { foundTables, rows, text } from '../../support/tables';
import { dropFile } from './dropping';

interface Case {
  readonly says: string;
  readonly content: string | Buffer;
  /** Of the file’s name. */
  readonly ending?: string;
  /** What controls show, by their labels. */
  readonly controls?: Readonly<Record<string, string>>;
  /** What stands somewhere on the page. */
  readonly shows?: readonly (string | RegExp)[];
  /** Held to what everybody can read, and photographed. */
  readonly isLookedAt?: boolean;
}

const cases: readonly Case[] = [
  {
    says: 'numbers such as 1.234,5',
    content: foundTables.decimalCommasInGroups,
    controls: { 'Decimal mark': 'comma  1,5 – guessed', 'Thousands mark': 'point  1.000 – guessed' },
    shows: ['1,201 to 1,220'],
  },
  {
    says: 'a header of years',
    content: text(
      'country,1990,1991',
      rows(20, (i) => `${i % 2 ? 'Chad' : 'Peru'},${i / 8},${2 * i + 0.5}`),
    ),
    controls: { 'Header lines': '1 line – guessed', 'Role of 1991': 'predict' },
  },
  {
    says: 'rows of words without a header',
    content: text(rows(36, (i) => `${['x', 'y', 'z'][i % 3] ?? ''},${['no', 'yes'][(i * 7) % 2] ?? ''}`)),
    controls: { 'Header lines': 'none – guessed', 'Role of column 2': 'predict' },
    shows: [/36 rows/],
  },
  {
    says: 'Namibia among codes of countries',
    content: foundTables.codesOfCountries,
    shows: [/none missing · 6 values/],
  },
  {
    says: 'words that mean missing among numbers',
    content: foundTables.wordsForMissing,
    shows: ['25.0 % missing', /6 values of column “a” are missing/],
  },
  {
    says: 'UTF-16 with a mark',
    content: Buffer.from(`\ufeff${foundTables.umlauts}`, 'utf16le'),
    controls: { Encoding: 'UTF-16 LE – guessed' },
    shows: ['Kär', 'Kör'],
  },
  {
    says: 'carriage returns alone',
    content: text(
      'x,y',
      rows(3000, (i) => `${i}.5,${i}.25`),
    ).replaceAll('\n', '\r'),
    shows: [/3,000 rows/],
  },
  {
    says: 'line breaks, commas and doubled quotes in quotes',
    content: text(
      'a,kind',
      rows(20, (i) => `${i / 4},"${i % 2 ? 'said ""no"", then' : 'b, c'}"`),
    ),
    shows: ['said "no", then', 'b, c'],
  },
  {
    says: 'columns between blanks, with # lines',
    content: foundTables.betweenBlanks,
    controls: { Delimiter: 'runs of blanks – guessed', 'Comment sign': '# – guessed' },
  },
  {
    says: 'two classes of one example',
    content: foundTables.lonelyClasses,
    shows: [/“lone” \(line 52\), “single” \(line 92\)/, 'Fold rare classes into one'],
  },
  {
    says: 'two files with a header each, put one behind the other',
    content: foundTables.concatenated,
    shows: [
      /names of the columns stand once more in 1 row/,
      'Leave these rows out',
      'They are rows like others',
    ],
  },
  {
    says: 'numbers that may be thousands or not',
    content: text(
      'x,y',
      rows(20, (i) => `${1 + i}.${200 + i},${i % 2 ? 'a' : 'b'}`),
    ),
    shows: [/“1\.200” is read as 1\.2/, 'The point groups thousands'],
  },
  {
    says: 'a sheet with hidden rows and columns',
    content: readFileSync('test/fixtures/workbooks/hidden.xlsx'),
    ending: 'xlsx',
    shows: [/10 rows of the sheet “Shown” are hidden/, 'Leave the hidden rows out'],
  },
  {
    says: 'more columns than anybody reads',
    content: text(
      rows(300, (i) => `c${i}`).join(','),
      rows(20, (i) => rows(300, (column) => String(column % 30 === 0 ? 1 : (i * column) % 17)).join(',')),
    ),
    shows: [/60 of 300 columns are shown/, '22 more like these'],
    isLookedAt: true,
  },
  {
    says: 'a web page in place of a table',
    content: foundTables.webPage,
    shows: ['The file is a web page, not a table'],
  },
  {
    says: 'a sheet of a workbook',
    content: readFileSync('test/fixtures/workbooks/data.xlsx'),
    ending: 'xlsx',
    controls: { Sheet: 'Data – the first', 'Header lines': '1 line – guessed', 'Role of y': 'predict' },
    shows: [/50 rows/, '2023-12-10'],
  },
  {
    says: 'a Parquet file',
    content: readFileSync('test/fixtures/parquet/words-dictionary.parquet'),
    ending: 'parquet',
    controls: { 'Role of y': 'predict' },
    shows: [/60 rows/, '2024-02-28 22:30:00'],
  },
];

describe('a table that is dropped on the window', () => {
  let app: BrowserApp;
  beforeAll(async () => {
    app = await openInBrowser();
    await app.page.locator('.vue-flow__node-layer').first().waitFor();
  });
  afterAll(() => app.close());
  photographFailures(() => app.page);

  const shown = (dialog: Locator, label: string) =>
    dialog
      .getByRole('combobox', { name: label, exact: true })
      .evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text);

  it.each(cases.map((one, place) => ({ ...one, place })))(
    'of $says is read right, or refused',
    async (one) => {
      const name = `case${one.place}.${one.ending ?? 'csv'}`;
      await dropFile(app.page, name, Buffer.from(one.content));
      const dialog = app.page.getByRole('dialog', { name });
      await dialog.waitFor();
      for (const [label, value] of Object.entries(one.controls ?? {})) {
        // An option's text is shown with its spaces run together.
        await expect.poll(() => shown(dialog, label)).toBe(value.replaceAll(/\s+/g, ' '));
      }
      for (const expected of one.shows ?? []) await expect.poll(() => dialog.innerText()).toMatch(expected);
      if (one.isLookedAt) {
        expect(await seriousViolations(app.page)).toEqual([]);
        await screenshot(app.page, `table-case-${one.place}`);
      }
      await app.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    },
  );
});
