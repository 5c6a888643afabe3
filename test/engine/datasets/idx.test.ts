import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TestWorkspace } from './workspace';

const workspace = new TestWorkspace();

function idxFile(sizes: readonly number[], content: ArrayLike<number>, type = 0x08): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * sizes.length));
  header.setUint8(2, type);
  header.setUint8(3, sizes.length);
  sizes.forEach((size, axis) => header.setUint32(4 + 4 * axis, size));
  return Uint8Array.from([...new Uint8Array(header.buffer), ...Array.from(content)]);
}

const pixels = Uint8Array.from({ length: 20 * 3 * 2 }, (_, index) => index);
const labels = Uint8Array.from({ length: 20 }, (_, index) => index % 4);
const imagesFile = idxFile([20, 3, 2], pixels);
const labelsFile = idxFile([20], labels);

async function pair(name: string, images: Uint8Array, labelBytes: Uint8Array) {
  return {
    kind: 'idx',
    images: await workspace.write(`${name}-images`, images),
    labels: await workspace.write(`${name}-labels`, labelBytes),
  } as const;
}

describe('IDX files', () => {
  it('come back byte for byte, as height × width × 1', async () => {
    const data = await workspace.load(await pair('plain', imagesFile, labelsFile));
    expect(data.inputShape).toEqual([3, 2, 1]);
    expect(data.inputs).toEqual(pixels);
    expect([...data.targets]).toEqual([...labels]);
    expect(data.classes).toBe(4);
    expect(data.scaling).toEqual({ offset: [0], factor: [1 / 255] });
  });

  it('give the same data set packed with gzip, whatever their names', async () => {
    const plain = await workspace.prepare(await pair('same', imagesFile, labelsFile));
    const packed = await workspace.prepare(await pair('packed', gzipSync(imagesFile), gzipSync(labelsFile)));
    expect(packed.dataset.hash).toBe(plain.dataset.hash);
  });

  it('that are cut off are refused with the bytes there and needed', async () => {
    const error = await workspace.refusal(await pair('cut', imagesFile.subarray(0, 100), labelsFile));
    expect(error).toMatchObject({ code: 'badDataset', where: `${workspace.path('cut-images')}, byte 100` });
    expect(error.message).toContain('100 bytes are there and 136 bytes are needed');
    expect(error.remedy).toContain('again');
  });

  it('that are packed and were cut off before packing are refused alike', async () => {
    const packed = gzipSync(imagesFile.subarray(0, 100));
    const error = await workspace.refusal(await pair('cutPacked', packed, labelsFile));
    expect(error.message).toContain('100 bytes are there and 136 bytes are needed');
  });

  it('whose packed form was cut off are refused', async () => {
    const noisy = idxFile(
      [20, 30, 20],
      Array.from({ length: 12_000 }, (_, index) => (index * index * 7919) % 251),
    );
    const packed = gzipSync(noisy);
    const spec = await pair('halfPacked', packed.subarray(0, packed.length >> 1), labelsFile);
    const error = await workspace.refusal(spec);
    expect(error.code).toBe('badDataset');
    expect(error.message).toContain('12,016 bytes are needed');
  });

  it.each([
    ['labels cut off', imagesFile, labelsFile.subarray(0, 20), '20 bytes are there and 28 bytes are needed'],
    ['a header cut off', imagesFile.subarray(0, 3), labelsFile, '3 bytes are there'],
    [
      'another magic number',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2),
      labelsFile,
      'begins with 89 50 4e 47',
    ],
    ['floats', idxFile([20, 3, 2], pixels, 0x0d), labelsFile, '32-bit floats'],
    [
      'more than announced',
      idxFile([20, 3, 2], [...pixels, 1]),
      labelsFile,
      'goes on after the last example',
    ],
    [
      'fewer labels than images',
      imagesFile,
      idxFile([19], labels.subarray(0, 19)),
      '20 images and 19 labels',
    ],
    ['no content', new Uint8Array(0), labelsFile, 'empty'],
  ])('with %s are refused', async (name, images, labelBytes, words) => {
    const error = await workspace.refusal(await pair(name.replaceAll(' ', '-'), images, labelBytes));
    expect(error.code).toBe('badDataset');
    expect(error.message).toContain(words);
    expect(error.where).toContain(workspace.root);
    expect(error.remedy).not.toBeNull();
  });

  it('that are swapped are told so', async () => {
    const error = await workspace.refusal(await pair('swapped', labelsFile, imagesFile));
    expect(error.remedy).toContain('swapped');
  });

  it('that are missing are named, with the nearest folder there is', async () => {
    const images = workspace.path('no/such/folder/images');
    const error = await workspace.refusal({ kind: 'idx', images, labels: images });
    expect(error.message).toContain(images);
    expect(error.remedy).toContain(`${workspace.root};`);
  });
});
