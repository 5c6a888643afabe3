import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetSpecSchema, type DatasetSpecInput } from '@shared/data/spec';
import { AppError } from '@shared/errors';
import { Random } from '@shared/random';
import { prepareDataset } from '../../../src-main/engine/datasets';
import { patience } from '../../patience';
import { mutated, mutations, seedsOf, tellCounts } from '../../support/mutations';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'images');
/** Of each kind. */
const tried = mutations(60);
const mostMemory = 1e9;

function idxFile(sizes: readonly number[], content: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header[2] = 8;
  header[3] = sizes.length;
  sizes.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return Buffer.concat([header, content]);
}

const labels = Uint8Array.from({ length: 40 }, (_, index) => index % 4);
const images = idxFile(
  [40, 5, 5],
  Uint8Array.from({ length: 1000 }, (_, index) => index),
);
const cifar = (labelBytes: number) =>
  Buffer.from(
    Array.from({ length: 20 }, (_, index) => [
      ...new Array<number>(labelBytes).fill(index % 10),
      ...new Array<number>(3072).fill(index),
    ]).flat(),
  );
const image = (name: string) => readFileSync(join(fixtures, name));

interface Kind {
  readonly original: Buffer;
  /** Where the mutated file is put. */
  readonly file: string;
  readonly spec: (root: string) => DatasetSpecInput;
}

const small = { width: 9, height: 7, validationFraction: 0 } as const;
const imageKind = (name: string): Kind => ({
  original: image(name),
  file: `folder/oak/${name.split('/').at(-1) ?? ''}`,
  spec: (root) => ({ kind: 'imageFolder', path: join(root, 'folder'), ...small }),
});
const idxSpec = (root: string): DatasetSpecInput => ({
  kind: 'idx',
  images: join(root, 'images'),
  labels: join(root, 'labels'),
});
/** Columns of the Parquet file whose missing values are no reason to refuse it. */
const tolerant = {
  milliseconds: { missing: 'median' },
  flag: { missing: 'category' },
  word: { missing: 'category' },
  coded: { missing: 'commonest' },
} as const;
const kinds: Readonly<Record<string, Kind>> = {
  'IDX images': { original: images, file: 'images', spec: idxSpec },
  'packed IDX images': { original: gzipSync(images), file: 'images', spec: idxSpec },
  'CIFAR-10': {
    original: cifar(1),
    file: 'a.bin',
    spec: (root) => ({ kind: 'cifar10', path: join(root, 'a.bin') }),
  },
  'CIFAR-100': {
    original: cifar(2),
    file: 'a.bin',
    spec: (root) => ({ kind: 'cifar100', path: join(root, 'a.bin') }),
  },
  'NumPy arrays': {
    original: readFileSync(join(fixtures, '..', 'numpy', 'x.npy')),
    file: 'x.npy',
    spec: (root) => ({
      kind: 'numpy',
      path: join(root, 'x.npy'),
      targets: join(fixtures, '..', 'numpy', 'y.npy'),
    }),
  },
  'NumPy archives': {
    original: readFileSync(join(fixtures, '..', 'numpy', 'rows.npz')),
    file: 'rows.npz',
    spec: (root) => ({ kind: 'numpy', path: join(root, 'rows.npz') }),
  },
  'CIFAR-10 as a pickle': {
    original: readFileSync(join(fixtures, '..', 'pickles', 'python2')),
    file: 'batch',
    // Of its six images some are alone in their class, which cannot be split.
    spec: (root) => ({ kind: 'cifar10', path: join(root, 'batch'), validationFraction: 0 }),
  },
  'Parquet files': {
    original: readFileSync(join(fixtures, '..', 'parquet', 'words-dictionary.parquet')),
    file: 'a.parquet',
    spec: (root) => ({ kind: 'parquet', path: join(root, 'a.parquet'), columns: tolerant }),
  },
  'Excel workbooks': {
    original: readFileSync(join(fixtures, '..', 'workbooks', 'data.xlsx')),
    file: 'a.xlsx',
    spec: (root) => ({ kind: 'xlsx', path: join(root, 'a.xlsx') }),
  },
  'ZIP archives': {
    original: image('png.zip'),
    file: 'a.zip',
    spec: (root) => ({ kind: 'imageFolder', path: join(root, 'a.zip'), ...small }),
  },
  PNG: imageKind('png/oak/0.png'),
  JPEG: imageKind('jpeg/oak/0.jpg'),
  WebP: imageKind('webp/oak/0.webp'),
  GIF: imageKind('palette/oak/0.gif'),
  BMP: imageKind('bitmapGray/oak/0.bmp'),
};

describe('mutated files', { timeout: patience.test(1 + tried / 100) }, () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'layerlab-damaged-'));
    mkdirSync(join(root, 'folder', 'pine'), { recursive: true });
    cpSync(join(fixtures, 'png', 'pine 2', '0.png'), join(root, 'folder', 'pine', '0.png'));
    writeFileSync(join(root, 'labels'), idxFile([40], labels));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each(Object.entries(kinds))(
    'of %s are read, or refused with a place and what to do',
    async (name, kind) => {
      const path = join(root, kind.file);
      let refused = 0;
      for (const seed of seedsOf(tried)) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, mutated(kind.original, new Random(seed, name.length)));
        const spec = datasetSpecSchema.parse(kind.spec(root));
        const error = await prepareDataset(spec, { directory: join(root, 'datasets') }).then(
          () => null,
          (thrown: unknown) => AppError.from(thrown),
        );
        if (error === null) continue;
        refused++;
        expect(error, `${name}, seed ${seed}: ${error.message}`).toMatchObject({
          code: 'badDataset',
          where: expect.stringMatching(/./) as unknown,
          remedy: expect.stringMatching(/./) as unknown,
        });
      }
      rmSync(path, { force: true });
      rmSync(join(root, 'folder', 'oak'), { recursive: true, force: true });
      tellCounts(name, refused, tried);
      expect(refused).toBeGreaterThan(5);
      expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(mostMemory);
    },
  );
});
