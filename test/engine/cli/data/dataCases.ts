import { gzipSync } from 'node:zlib';
import { foundTables, rows, text, word } from '../../../support/tables';

export interface Case {
  readonly says: string;
  readonly content: string | Buffer;
  readonly dataset?: object;
  /** Outputs of the network: classes, or 1 for numbers. */
  readonly outputs: number;
  /** What the run says of its data. */
  readonly read: object;
  /** Of what was guessed. */
  readonly resolved?: object;
}

/** Tables that are read, and what they come to. */
export const right: readonly Case[] = [
  {
    says: 'decimal commas under a header',
    content: text(
      'a;b',
      rows(20, (i) => `${i},5;${i},25`),
    ),
    outputs: 1,
    read: { examples: 20, task: 'regression', featureNames: ['a'], targetName: 'b' },
    resolved: { decimal: ',', delimiter: ';', header: 1 },
  },
  {
    says: 'decimal commas in quotes, without a header',
    content: text(rows(20, (i) => `"${i},5","${i},25"`)),
    outputs: 1,
    read: { examples: 20, task: 'regression', targetName: 'column 2' },
    resolved: { decimal: ',', delimiter: ',', header: 0 },
  },
  {
    says: '1,234.5',
    content: text(
      'a;b',
      rows(20, (i) => `"1,${200 + i}.5";${i}.25`),
    ),
    outputs: 1,
    read: { examples: 20 },
    resolved: { decimal: '.', thousands: ',' },
  },
  {
    says: '1.234,5',
    content: foundTables.decimalCommasInGroups,
    outputs: 1,
    read: { examples: 20 },
    resolved: { decimal: ',', thousands: '.' },
  },
  {
    says: 'a first header cell that is empty',
    content: text(
      ',size,kind',
      rows(20, (i) => `r${i % 5},${i / 4},${word(i)}`),
    ),
    outputs: 2,
    read: { examples: 20, classNames: ['a', 'b'] },
    resolved: { header: 1 },
  },
  {
    says: 'a header of years',
    content: text(
      'country,1990,1991,1992',
      rows(20, (i) => `${i % 2 ? 'Chad' : 'Peru'},${i / 8},${i / 4},${2 * i + 0.5}`),
    ),
    outputs: 1,
    read: { examples: 20, targetName: '1992', task: 'regression' },
    resolved: { header: 1 },
  },
  {
    says: '286 rows of words without a header, all of them',
    content: text(
      rows(
        286,
        (i) =>
          `${['x', 'y', 'z'][i % 3] ?? ''},${['u', 'v'][i % 2] ?? ''},${['no', 'yes'][(i * 7) % 2] ?? ''}`,
      ),
    ),
    outputs: 2,
    read: { examples: 286, classNames: ['no', 'yes'] },
    resolved: { header: 0 },
  },
  {
    says: 'n/a, None, unknown, -, #N/A and . as missing among numbers',
    content: foundTables.wordsForMissing,
    dataset: { columns: { a: { missing: 'dropRows' } } },
    outputs: 1,
    read: { examples: 18 },
  },
  {
    says: 'NA as Namibia among codes of countries',
    content: foundTables.codesOfCountries,
    outputs: 1,
    read: {
      examples: 24,
      featureNames: ['DE', 'FR', 'NA', 'PE', 'TD', 'ZA'].map((code) => `country = ${code}`),
    },
  },
  {
    says: 'Windows-1252: Kär and Kör are two classes',
    content: Buffer.from(foundTables.umlauts, 'latin1'),
    outputs: 2,
    read: { classNames: ['Kär', 'Kör'] },
    resolved: { encoding: 'windows-1252' },
  },
  {
    says: 'UTF-16 with a mark',
    content: Buffer.from(`\ufeff${foundTables.umlauts}`, 'utf16le'),
    outputs: 2,
    read: { examples: 20, classNames: ['Kär', 'Kör'] },
    resolved: { encoding: 'utf-16le' },
  },
  {
    says: 'carriage returns alone, over 100 kB',
    content: text(
      'x,y',
      rows(12_000, (i) => `${i}.5,${i}.25`),
    ).replaceAll('\n', '\r'),
    outputs: 1,
    read: { examples: 12_000 },
  },
  {
    says: 'line breaks, commas and doubled quotes in quotes',
    content: text(
      'a,kind',
      rows(20, (i) => `${i / 4},"${i % 2 ? 'said ""no"",\nthen' : 'b, c'}"`),
    ),
    outputs: 2,
    read: { examples: 20, classNames: ['b, c', 'said "no",\nthen'] },
  },
  {
    says: 'columns between blanks, with # lines',
    content: foundTables.betweenBlanks,
    outputs: 1,
    read: { examples: 20, featureNames: ['x'] },
    resolved: { delimiter: 'blanks', comment: '#' },
  },
  {
    says: '137 rows of which two are alone in their class, folded as the refusal says',
    content: foundTables.lonelyClasses,
    dataset: { columns: { kind: { rare: 2 } } },
    outputs: 3,
    read: { examples: 137, classNames: ['a', 'b', 'other'] },
  },
];

interface Refused {
  readonly says: string;
  readonly content: string | Buffer;
  readonly dataset?: object;
  readonly because: RegExp;
  readonly where?: RegExp;
}

/** Tables that are refused. */
export const refused: readonly Refused[] = [
  {
    says: '137 rows of which two are alone in their class',
    content: foundTables.lonelyClasses,
    because: /“lone” \(line 52\), “single” \(line 92\)/,
    where: /line 52, column “kind”/,
  },
  {
    says: 'a web page in place of a table',
    content: foundTables.webPage,
    because: /a web page, not a table/,
  },
  {
    says: 'a table packed with gzip',
    content: gzipSync(
      text(
        'x,y',
        rows(20, (i) => `${i},${i}`),
      ),
    ),
    because: /packed with gzip/,
  },
  {
    says: 'a workbook of Excel',
    content: Buffer.concat([
      Buffer.from('PK\u0003\u0004'),
      Buffer.alloc(26),
      Buffer.from('[Content_Types].xml'),
    ]),
    because: /an Excel workbook \(\.xlsx\)/,
  },
  {
    says: 'a Parquet file',
    content: Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(40), Buffer.from('PAR1')]),
    because: /a Parquet file/,
  },
  {
    says: 'a missing value of which nobody said what becomes of it',
    content: text(
      'x,y',
      rows(20, (i) => `${i === 6 ? '?' : i / 2},${i / 4}`),
    ),
    because: /1 value of column “x” is missing \(“\?”\)/,
    where: /line 8, column “x”/,
  },
  {
    says: 'two files with a header each, put one behind the other',
    content: foundTables.concatenated,
    because: /names of the columns stand once more in 1 row/,
    where: /line 22$/,
  },
  {
    says: 'a word among numbers',
    content: text(
      'x,y',
      rows(40, (i) => `${i === 6 ? 'oops' : i / 2},${i / 4}`),
    ),
    because: /“oops” stands in a column of numbers/,
    where: /line 8, column “x”/,
  },
];
