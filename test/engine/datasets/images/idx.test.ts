import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TestWorkspace } from '../workspace';

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
      Uint8Array.of(0x89, 0x51, 0x4e, 0x47, 1, 2),
      labelsFile,
      'begins with 89 51 4e 47',
    ],
    ['floats that are too few', idxFile([20, 3, 2], pixels, 0x0d), labelsFile, '496 bytes are needed'],
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

  it.each([
    [0x09, 1, [-128, -1, 0, 127], (view: DataView, value: number) => view.setInt8(0, value)],
    [0x0b, 2, [-32_768, 258, 0, 32_767], (view: DataView, value: number) => view.setInt16(0, value)],
    [0x0c, 4, [-(2 ** 31), 2 ** 20 + 1, 0, 7], (view: DataView, value: number) => view.setInt32(0, value)],
    [0x0d, 4, [-1.5, 2 ** -20, 0, 3e38], (view: DataView, value: number) => view.setFloat32(0, value)],
    [0x0e, 8, [-0.1, 1e-30, 0, 123.456], (view: DataView, value: number) => view.setFloat64(0, value)],
  ] as const)(
    'of other types than bytes are the numbers that they hold: 0x%s',
    async (type, size, values, set) => {
      const bytes = (numbers: readonly number[]): number[] =>
        numbers.flatMap((value) => {
          const view = new DataView(new ArrayBuffer(size));
          set(view, value);
          return [...new Uint8Array(view.buffer)];
        });
      const images = idxFile([20, 2, 2], bytes(Array.from({ length: 20 }, () => values).flat()), type);
      const labelBytes = idxFile([20], bytes(Array.from(labels, (label) => label + 2)), type);
      const spec = await pair(`type${type}`, gzipSync(images), labelBytes);
      const data = await workspace.load({ ...spec, scaling: 'none' });
      expect(data.inputs).toEqual(Float32Array.from(Array.from({ length: 20 }, () => values).flat()));
      expect([...data.targets]).toEqual([...labels]);
      const { dataset } = await workspace.prepare({ ...spec, scaling: 'none' });
      expect(dataset).toMatchObject({ inputDtype: 'float32', classNames: ['2', '3', '4', '5'] });
    },
  );

  it('whose labels are fractions, or numbers that are none, are refused with their place', async () => {
    const half = idxFile([20], Array.from({ length: 20 }, () => [0x3f, 0, 0, 0]).flat(), 0x0d);
    const error = await workspace.refusal(await pair('fractions', imagesFile, half));
    expect(error.message).toContain('The label 0.5 is no whole number');
    const infinite = idxFile([20, 1, 1], Array.from({ length: 20 }, () => [0x7f, 0x80, 0, 0]).flat(), 0x0d);
    const other = await workspace.refusal(await pair('infinite', infinite, labelsFile));
    expect(other).toMatchObject({ where: `${workspace.path('infinite-images')}, byte 16` });
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

describe('IDX files as they are in the wild', () => {
  it('keep the names of labels that do not begin at 0, as of EMNIST’s letters, and say which have no example', async () => {
    const letters = Uint8Array.from({ length: 52 }, (_, index) => 1 + (index % 26));
    const images = idxFile([52, 1, 1], letters);
    const data = await workspace.prepare(await pair('letters', images, idxFile([52], letters)));
    const names = Array.from({ length: 26 }, (_, index) => String(index + 1));
    expect(data.dataset).toMatchObject({ classNames: names });
    expect(data.dataset.remarks).toBeUndefined();
    const loaded = await workspace.load(await pair('letters', images, idxFile([52], letters)));
    expect([...loaded.targets]).toEqual([...letters].map((letter) => letter - 1));

    const sparse = letters.map((letter) => (letter === 5 ? 6 : letter));
    const { dataset } = await workspace.prepare(await pair('sparse', images, idxFile([52], sparse)));
    expect(dataset.classNames).toEqual(names);
    expect(dataset.remarks).toEqual(['There is no example of the classes 5.']);
  });

  it('are turned where EMNIST’s lie on their sides', async () => {
    const spec = await pair('lying', imagesFile, labelsFile);
    const upright = await workspace.load({ ...spec, transpose: true });
    expect(upright.inputShape).toEqual([2, 3, 1]);
    const [first] = [[...upright.inputs.subarray(0, 6)]];
    // Stored: rows 0 1, 2 3, 4 5.
    expect(first).toEqual([0, 2, 4, 1, 3, 5]);
  });

  it('are read on through several members of one gzip file', async () => {
    const halves = [imagesFile.subarray(0, 70), imagesFile.subarray(70)].map((half) => gzipSync(half));
    const plain = await workspace.prepare(await pair('whole', imagesFile, labelsFile));
    const packed = await workspace.prepare(await pair('members', Buffer.concat(halves), labelsFile));
    expect(packed.dataset.hash).toBe(plain.dataset.hash);
    expect(packed.dataset.remarks).toBeUndefined();
  });

  it('are told to have padding behind their packed form, or refused for anything else there', async () => {
    const padded = Buffer.concat([gzipSync(imagesFile), Buffer.alloc(512)]);
    const { dataset } = await workspace.prepare(await pair('padded', padded, labelsFile));
    expect(dataset.remarks).toEqual(['512 bytes after the end of padded-images were ignored.']);
    const trailed = Buffer.concat([gzipSync(imagesFile), Buffer.from('more')]);
    const error = await workspace.refusal(await pair('trailed', trailed, labelsFile));
    expect(error.message).toContain('Bytes that are not packed stand behind the end');
  });

  it.each([
    ['a web page', '<!DOCTYPE html>\n<html><head><title>404</title></head></html>', 'it is a web page'],
    ['an archive', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0), 'it is a ZIP archive'],
    ['a text', 'label,pixel0,pixel1\n3,0,0\n', 'it is text'],
  ])('that are in truth %s are called so, packed or not', async (name, content, message) => {
    const bytes = Buffer.from(content);
    for (const file of [bytes, gzipSync(bytes)]) {
      const error = await workspace.refusal(await pair(`truth ${name}`, file, labelsFile));
      expect(error.message).toContain(`This is not an IDX file: ${message}`);
    }
  });

  it('without height and width are said to be squares, where they could be', async () => {
    const error = await workspace.refusal(
      await pair('flat', idxFile([20, 9], new Uint8Array(180)), labelsFile),
    );
    expect(error.message).toContain('each is a row of 9 bytes; as squares they would be 3 × 3');
  });
});
