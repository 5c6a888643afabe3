import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../patience';
import { buildApp } from '../support/builtEngine';
import { layerlab } from './layerlab';

const rows = (count: number, row: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => row(index));
const text = (...lines: readonly (string | readonly string[])[]): string => `${lines.flat().join('\n')}\n`;
const word = (index: number): string => (index % 2 ? 'a' : 'b');

function idx(magic: number, sizes: readonly number[], bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  [magic, ...sizes].forEach((value, index) => header.writeUInt32BE(value, 4 * index));
  return Buffer.concat([header, bytes]);
}

interface Case {
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

const right: readonly Case[] = [
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
    content: text(
      'a;b',
      rows(20, (i) => `1.${200 + i},5;${i},25`),
    ),
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
    content: text(
      'a,b',
      rows(24, (i) => `${['n/a', 'None', 'unknown', '-', '#N/A', '.'][i] ?? i / 4},${i / 2}`),
    ),
    dataset: { columns: { a: { missing: 'dropRows' } } },
    outputs: 1,
    read: { examples: 18 },
  },
  {
    says: 'NA as Namibia among codes of countries',
    content: text(
      'country,y',
      rows(24, (i) => `${['NA', 'DE', 'FR', 'ZA', 'PE', 'TD'][i % 6] ?? ''},${i / 4}`),
    ),
    outputs: 1,
    read: {
      examples: 24,
      featureNames: ['DE', 'FR', 'NA', 'PE', 'TD', 'ZA'].map((code) => `country = ${code}`),
    },
  },
  {
    says: 'Windows-1252: Kär and Kör are two classes',
    content: Buffer.from(
      text(
        'x,kind',
        rows(20, (i) => `${i / 4},${i % 2 ? 'Kär' : 'Kör'}`),
      ),
      'latin1',
    ),
    outputs: 2,
    read: { classNames: ['Kär', 'Kör'] },
    resolved: { encoding: 'windows-1252' },
  },
  {
    says: 'UTF-16 with a mark',
    content: Buffer.from(
      `\ufeff${text(
        'x,kind',
        rows(20, (i) => `${i / 4},${i % 2 ? 'Kär' : 'Kör'}`),
      )}`,
      'utf16le',
    ),
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
    content: text(
      '# two columns',
      '#',
      '  x     y',
      rows(20, (i) => `  ${i}.5    ${i}.25`),
    ),
    outputs: 1,
    read: { examples: 20, featureNames: ['x'] },
    resolved: { delimiter: 'blanks', comment: '#' },
  },
  {
    says: '137 rows of which two are alone in their class, folded as the refusal says',
    content: text(
      'x,kind',
      rows(137, (i) => `${(i * 7) % 137},${i === 50 ? 'lone' : i === 90 ? 'single' : word(i)}`),
    ),
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

const refused: readonly Refused[] = [
  {
    says: '137 rows of which two are alone in their class',
    content: text(
      'x,kind',
      rows(137, (i) => `${(i * 7) % 137},${i === 50 ? 'lone' : i === 90 ? 'single' : word(i)}`),
    ),
    because: /“lone” \(line 52\), “single” \(line 92\)/,
    where: /line 52, column “kind”/,
  },
  {
    says: 'a web page in place of a table',
    content: '<!DOCTYPE html><html><body>Not found</body></html>',
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
    says: 'a word among numbers',
    content: text(
      'x,y',
      rows(40, (i) => `${i === 6 ? 'oops' : i / 2},${i / 4}`),
    ),
    because: /“oops” stands in a column of numbers/,
    where: /line 8, column “x”/,
  },
];

describe('data as people have it, by the command line', { timeout: patience.test(3) }, () => {
  let home: string;
  beforeAll(async () => {
    await buildApp();
    home = mkdtempSync(join(tmpdir(), 'layerlab-cases-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

  function experimentFile(name: string, dataset: object, outputs: number): string {
    const file = join(home, `${name}.layerlab.json`);
    const layers = [
      { id: 'input', kind: 'input' },
      { id: 'flatten', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: outputs },
    ];
    const edges = [
      ['input', 'flatten'],
      ['flatten', 'scores'],
    ];
    const loss = outputs === 1 ? 'meanSquaredError' : 'softmaxCrossEntropy';
    const training = { loss, epochs: 1, batchSize: 64, seed: 1 };
    writeFileSync(file, JSON.stringify({ version: 1, name, network: { layers, edges }, dataset, training }));
    return file;
  }

  async function trained(file: string) {
    const { code, stderr, stdout } = await layerlab('train', file, '--home', home, '--json');
    expect(code, `${stderr}${stdout.slice(-2000)}`).toBe(0);
    const shown = await layerlab('show', 'last', '--home', home, '--json');
    const { experiment, datasetHash } = JSON.parse(shown.stdout) as {
      experiment: { dataset: object };
      datasetHash: string;
    };
    const description = join(home, 'datasets', datasetHash, 'dataset.json');
    return { experiment, dataset: JSON.parse(readFileSync(description, 'utf8')) as object };
  }

  async function problemsOf(file: string) {
    const { code, stdout } = await layerlab('validate', file, '--home', home, '--json');
    expect(code).toBe(1);
    return (JSON.parse(stdout) as { problems: { message: string; where: string; remedy: string }[] })
      .problems;
  }

  it.each(right.map((one, place) => ({ ...one, place })))('$says: read right', async (one) => {
    writeFileSync(join(home, `right${one.place}.csv`), one.content);
    const dataset = { kind: 'csv', path: `right${one.place}.csv`, ...one.dataset };
    const run = await trained(experimentFile(`right${one.place}`, dataset, one.outputs));
    expect(run.dataset).toMatchObject(one.read);
    expect(run.experiment.dataset).toMatchObject(one.resolved ?? {});
  });

  it.each(refused.map((one, place) => ({ ...one, place })))('$says: refused, with its place', async (one) => {
    writeFileSync(join(home, `refused${one.place}.csv`), one.content);
    const dataset = { kind: 'csv', path: `refused${one.place}.csv`, ...one.dataset };
    const [problem] = await problemsOf(experimentFile(`refused${one.place}`, dataset, 2));
    expect(problem?.message).toMatch(one.because);
    expect(problem?.where).toMatch(one.where ?? /refused\d+\.csv/);
    expect(problem?.remedy).not.toBe('');
  });

  it('26 labels from 1 are 26 classes with their own names', async () => {
    const labels = Uint8Array.from({ length: 104 }, (_, index) => 1 + (index % 26));
    writeFileSync(join(home, 'letters-images'), idx(0x803, [104, 2, 2], new Uint8Array(416)));
    writeFileSync(join(home, 'letters-labels'), idx(0x801, [104], labels));
    const dataset = { kind: 'idx', images: 'letters-images', labels: 'letters-labels' };
    const run = await trained(experimentFile('letters', dataset, 26));
    expect(run.dataset).toMatchObject({ classNames: rows(26, (index) => String(index + 1)) });
  });

  it('a gzip of two members and one with padding are read to their ends', async () => {
    const images = idx(
      0x803,
      [40, 2, 2],
      Uint8Array.from({ length: 160 }, (_, index) => index),
    );
    const labels = idx(
      0x801,
      [40],
      Uint8Array.from({ length: 40 }, (_, index) => index % 2),
    );
    writeFileSync(
      join(home, 'two.gz'),
      Buffer.concat([gzipSync(images.subarray(0, 90)), gzipSync(images.subarray(90))]),
    );
    writeFileSync(join(home, 'padded.gz'), Buffer.concat([gzipSync(labels), Buffer.alloc(512)]));
    const run = await trained(
      experimentFile('gzip', { kind: 'idx', images: 'two.gz', labels: 'padded.gz' }, 2),
    );
    expect(run.dataset).toMatchObject({ examples: 40, classNames: ['0', '1'] });
    expect(JSON.stringify(run.dataset)).toContain('512 bytes after the end of padded.gz were ignored');
  });

  it('a web page named .gz, and CIFAR-100 taken for CIFAR-10, are named', async () => {
    writeFileSync(join(home, 'page.gz'), '<!DOCTYPE html><html></html>');
    const labels = idx(0x801, [40], new Uint8Array(40));
    writeFileSync(join(home, 'page-labels'), labels);
    const page = await problemsOf(
      experimentFile('page', { kind: 'idx', images: 'page.gz', labels: 'page-labels' }, 2),
    );
    expect(page[0]?.message).toMatch(/web page/);
    writeFileSync(join(home, 'train.bin'), Buffer.alloc(3074 * 40));
    const cifar = await problemsOf(experimentFile('cifar', { kind: 'cifar10', path: '.' }, 10));
    expect(JSON.stringify(cifar)).toMatch(/CIFAR-100/);
  });
});
