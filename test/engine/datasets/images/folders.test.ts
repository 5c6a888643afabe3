import { crc32 } from 'node:zlib';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import type { DatasetSpecInput } from '@shared/data/spec';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();
const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'images');
type ImageFolderInput = Extract<DatasetSpecInput, { kind: 'imageFolder' }>;
type Expected = Pick<ImageFolderInput, 'width' | 'height' | 'colors'> & {
  classNames: string[];
  files: string[];
};
const expected = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as Record<
  string,
  Expected
>;

/** A folder of the workspace with these files; a number makes a small picture of its own. */
function folder(name: string, files: Readonly<Record<string, Uint8Array | string | null>>): string {
  const root = workspace.path(name);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    if (content !== null) writeFileSync(join(root, file), content);
    else mkdirSync(join(root, file), { recursive: true });
  }
  return root;
}

/** A PNG of one color, 4 × 4. */
const pictures = await Promise.all(
  Array.from({ length: 24 }, (_, index) =>
    sharp({ create: { width: 4, height: 4, channels: 3, background: { r: 10 * index, g: index, b: 255 } } })
      .png()
      .toBuffer(),
  ),
);
const picture = (index: number) => pictures[index] ?? Buffer.alloc(0);
const small = { kind: 'imageFolder', width: 4, height: 4 } as const;

describe('a folder of images by class', () => {
  it.each(Object.entries(expected))('has the pixels that Pillow reads: %s', async (name, own) => {
    const { width, height, colors, classNames, files } = own;
    const spec = { kind: 'imageFolder', path: join(fixtures, name), width, height, colors } as const;
    const data = await workspace.load(spec);
    const channels = colors === 'gray' ? 1 : 3;
    expect(data.inputShape).toEqual([height, width, channels]);
    expect([...data.targets]).toEqual(
      files.map((file) => classNames.findIndex((className) => file.startsWith(className))),
    );
    const truth = readFileSync(join(fixtures, `${name}.bin`));
    expect(data.inputs).toHaveLength(truth.length);
    const largest = truth.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (data.inputs[at] ?? 0))),
      0,
    );
    // Two decoders of JPEG may round differently; the other formats are exact.
    expect(largest).toBeLessThanOrEqual(name === 'jpeg' ? 2 : 0);
    expect((await workspace.preview(spec)).dataset.classNames).toEqual(classNames);
  });

  it('is the same data set packed as a ZIP archive, with a folder around all', async () => {
    const { width, height } = expected['png'] ?? {};
    const plain = { kind: 'imageFolder', path: join(fixtures, 'png'), width, height } as const;
    const packed = { ...plain, path: join(fixtures, 'png.zip') };
    expect((await workspace.prepare(packed)).dataset.hash).toBe(
      (await workspace.prepare(plain)).dataset.hash,
    );
  });

  it('keeps the splits that its folders name, and measures scaling on the training images alone', async () => {
    const files = Object.fromEntries(
      ['train/a', 'train/b', 'val/a', 'val/b', 'test/a', 'test/b'].flatMap((place, at) =>
        [0, 1].map((index) => [`${place}/${index}.png`, picture(2 * at + index)]),
      ),
    );
    const { dataset } = await workspace.prepare({
      ...small,
      path: folder('splits', files),
      scaling: 'standardize',
    });
    expect(dataset.splits).toEqual({ training: 4, validation: 4, test: 4 });
    // Red is 0, 10, 20 and 30 in the training pictures.
    expect(dataset.scaling.offset[0]).toBeCloseTo(15, 4);
  });

  it('takes folders called train and test for classes where there are others', async () => {
    const files = { 'train/1.png': picture(1), 'test/1.png': picture(2), 'other/1.png': picture(3) };
    const { dataset } = await workspace.prepare({
      ...small,
      path: folder('names', files),
      validationFraction: 0,
    });
    expect(dataset.classNames).toEqual(['other', 'test', 'train']);
  });

  it('says what it leaves out', async () => {
    const files = {
      'cat/1.png': picture(1),
      'cat/notes.txt': 'nothing',
      'dog/1.png': picture(2),
      'loose.png': picture(3),
      bird: null,
      '.git/x.png': picture(4),
    };
    const { dataset } = await workspace.prepare({
      ...small,
      path: folder('extra', files),
      validationFraction: 0,
    });
    expect(dataset).toMatchObject({ examples: 2, classNames: ['cat', 'dog'] });
    expect(dataset.remarks).toEqual([
      'Classes that have no images: bird.',
      '1 image outside the folders of classes was left out.',
      '1 file that is no image was left out.',
    ]);
  });

  it('crops, fits with black, or stretches', async () => {
    const wide = await sharp({ create: { width: 8, height: 4, channels: 3, background: 'white' } })
      .composite([
        { input: { create: { width: 2, height: 4, channels: 3, background: 'red' } }, left: 0, top: 0 },
      ])
      .png()
      .toBuffer();
    const path = folder('resize', { 'a/1.png': wide, 'b/1.png': wide });
    const inputs = async (resize: 'crop' | 'fit' | 'stretch') =>
      (await workspace.load({ ...small, path, resize, validationFraction: 0 })).inputs;
    const pixel = (values: ArrayLike<number>, row: number, column: number) =>
      Array.from({ length: 3 }, (_, channel) => values[(4 * row + column) * 3 + channel] ?? NaN);
    const cropped = await inputs('crop');
    expect(Math.min(...pixel(cropped, 1, 0))).toBeGreaterThan(250);
    const fitted = await inputs('fit');
    expect(pixel(fitted, 0, 1)).toEqual([0, 0, 0]);
    expect(Math.min(...pixel(fitted, 1, 3))).toBeGreaterThan(250);
    const stretched = await inputs('stretch');
    expect(pixel(stretched, 0, 0)[1]).toBeLessThan(60);
    expect(Math.min(...pixel(stretched, 0, 3))).toBeGreaterThan(250);
  });
});

/** A PNG image whose header says that it is so wide and so high. */
function claiming(image: Buffer, size: number): Buffer {
  const header = image.subarray(12, 29);
  const claimed = Buffer.from(header);
  claimed.writeUInt32BE(size, 4);
  claimed.writeUInt32BE(size, 8);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(claimed));
  return Buffer.concat([image.subarray(0, 12), claimed, checksum, image.subarray(33)]);
}

describe('a folder of images with broken files', () => {
  const whole = readFileSync(join(fixtures, 'jpeg', 'oak', '0.jpg'));
  const bitmap = readFileSync(join(fixtures, 'bitmap', 'oak', '0.bmp'));
  const huge = Buffer.from(bitmap);
  huge.writeInt32LE(50_000, 18);
  huge.writeInt32LE(50_000, 22);
  const files = {
    'cat/0.png': picture(0),
    'cat/1.jpg': whole.subarray(0, 300),
    'cat/2.png': '<!DOCTYPE html><html><body>Not found</body></html>',
    'dog/0.png': picture(1),
    'dog/1.bmp': huge,
    'dog/2.bmp': bitmap.subarray(0, 100),
    'dog/3.png': '',
    'dog/4.png': claiming(picture(3), 50_000),
  };

  it('is refused with all of them listed, and why', async () => {
    const path = folder('broken', files);
    const error = await workspace.refusal({ ...small, path });
    expect(error).toMatchObject({ code: 'badDataset', where: join(path, 'cat/1.jpg') });
    expect(error.message).toContain('6 of 8 images cannot be read: cat/1.jpg (it is damaged or cut off)');
    expect(error.message).toContain('cat/2.png (it is a web page)');
    expect(error.message).toContain('dog/1.bmp (it claims 50000 × 50000 pixels)');
    expect(error.message).toContain('dog/2.bmp (it is cut off)');
    expect(error.message).toContain('dog/3.png (it is empty)');
    expect(error.message).toContain('dog/4.png (it claims 50000 × 50000 pixels)');
    expect(error.remedy).toContain('skip');
  });

  it('is read without them only where that is wished, and says so', async () => {
    const path = folder('skipped', files);
    const { dataset } = await workspace.prepare({ ...small, path, broken: 'skip', validationFraction: 0 });
    expect(dataset.examples).toBe(2);
    expect(dataset.remarks?.[0]).toMatch(/^6 broken images left out: cat\/1\.jpg/);
  });
});

describe('a folder of images with what is easily passed over', () => {
  const classes = {
    ...Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`oak/${index}.png`, picture(index)])),
    ...Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`ash/${index}.png`, picture(8 + index)])),
  };
  const prepared = async (path: string) =>
    (await workspace.prepare({ ...small, path, validationFraction: 0 })).dataset;

  it('says which image stands in two classes, or is learned from and judged by', async () => {
    const twoClasses = await prepared(folder('twoClasses', { ...classes, 'ash/again.png': picture(0) }));
    expect(twoClasses.remarks).toEqual([
      'The same image stands in two classes: ash/again.png and oak/0.png.',
    ]);
    const inTrain = Object.fromEntries(
      Object.entries(classes).map(([file, bytes]) => [`train/${file}`, bytes]),
    );
    const test = { 'test/oak/9.png': picture(1), 'test/ash/9.png': picture(20) };
    const twoSplits = await prepared(folder('twoSplits', { ...inTrain, ...test }));
    expect(twoSplits.remarks).toContain(
      'The same image is learned from and judged by: train/oak/1.png and test/oak/9.png.',
    );
  });

  it('follows links to folders, and not back to where they are', async () => {
    const path = folder('links', classes);
    symlinkSync(folder('elsewhere', { '1.png': picture(16), '2.png': picture(17) }), join(path, 'pine'));
    symlinkSync('..', join(path, 'oak', 'up'));
    expect(await prepared(path)).toMatchObject({ classNames: ['ash', 'oak', 'pine'], examples: 10 });
  });

  it('says which classes are called nearly the same', async () => {
    const { classNames, remarks } = await prepared(folder('alike', { ...classes, 'Oak/1.png': picture(16) }));
    expect(classNames).toHaveLength(3);
    expect(remarks?.join()).toMatch(/names differ in case or blanks alone: (oak, Oak|Oak, oak)/);
  });

  it('names the file of a class that has one image, where images are shared out', async () => {
    const path = folder('one', { ...classes, 'elm/only.png': picture(16) });
    expect(await workspace.refusal({ ...small, path })).toMatchObject({
      message: 'Class “elm” (elm/only.png) has one example only',
      where: join(path, 'elm/only.png'),
    });
  });

  it('does not call a picture that is cut off another kind of file', async () => {
    const cut = picture(16).subarray(0, 40);
    const { message } = await workspace.refusal({
      ...small,
      path: folder('cutOff', { ...classes, 'oak/cut.png': cut }),
    });
    expect(message).toContain('oak/cut.png');
    expect(message).not.toContain('it is a PNG image');
  });
});

describe('what is no folder of images by class', () => {
  it.each([
    ['loose images', { '1.png': picture(1), '2.png': picture(2) }, '2 images and no folders of classes'],
    ['one class', { 'cat/1.png': picture(1) }, 'All images are in one folder, “cat”'],
    ['no images', { 'cat/1.txt': 'x', 'dog/1.txt': 'y' }, 'There are no images'],
  ])('is refused with the reason: %s', async (name, files, message) => {
    const path = folder(`no ${name}`, files);
    expect(await workspace.refusal({ ...small, path })).toMatchObject({
      code: 'badDataset',
      where: path,
      message: expect.stringContaining(message) as unknown,
    });
  });

  it('is refused where it is a file and no archive', async () => {
    const path = await workspace.write('text.zip', 'this is text');
    const error = await workspace.refusal({ ...small, path });
    expect(error).toMatchObject({ code: 'badDataset', where: path });
    expect(error.message).toBe('This is no ZIP archive: it is text');
  });

  it.each([
    ['a TAR archive', Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(300)])],
    ['packed with gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0])],
  ])('is refused where it is %s', async (what, content) => {
    const path = await workspace.write('other.archive', content);
    const { message, where } = await workspace.refusal({ ...small, path });
    expect(message).toBe(`This is no ZIP archive: it is ${what}`);
    expect(where).toBe(path);
  });

  it('is refused where the archive has a password', async () => {
    const bytes = readFileSync(join(fixtures, 'png.zip'));
    // The lowest bit of the flags says so, in front of each file and in the list at the end.
    for (const [signature, flags] of [
      ['PK\x03\x04', 6],
      ['PK\x01\x02', 8],
    ] as const)
      for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 1))
        bytes[at + flags] = (bytes[at + flags] ?? 0) | 1;
    const path = await workspace.write('locked.zip', bytes);
    expect((await workspace.refusal({ ...small, path })).message).toContain('protected by a password');
  });

  it('is refused where a folder beside train holds the same classes and is no split', async () => {
    const files = ['train', 'extra'].flatMap((split) =>
      ['cat', 'dog'].map((name, index) => [`${split}/${name}/1.png`, picture(index)] as const),
    );
    const path = folder('unknown split', Object.fromEntries(files));
    const { message, where } = await workspace.refusal({ ...small, path });
    expect(message).toBe(
      'The folders “train” and “extra” hold the same classes, and “extra” is no name of a split',
    );
    expect(where).toBe(`${path}/extra`);
  });

  it('is refused where a drawing is called an image', async () => {
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    const path = folder('drawing', { 'a/1.png': picture(1), 'b/1.png': picture(2), 'b/2.png': drawing });
    expect((await workspace.refusal({ ...small, path })).message).toContain(
      'b/2.png (it is a drawing in SVG)',
    );
  });

  it('is refused where two entries of the archive have one name', async () => {
    const archive = new ZipFile();
    for (const name of ['a/1.png', 'b/1.png', 'b/2.png', 'a/1.png'])
      archive.addBuffer(await picture(1), name);
    archive.end();
    const path = await workspace.write('twice.zip', await buffer(archive.outputStream));
    const { message, where } = await workspace.refusal({ ...small, path });
    expect(message).toBe('The ZIP archive cannot be read: two entries in it are called “a/1.png”');
    expect(where).toBe(path);
  });

  it('is refused where the archive is cut off', async () => {
    cpSync(join(fixtures, 'png.zip'), workspace.path('whole.zip'));
    const bytes = readFileSync(workspace.path('whole.zip'));
    const path = await workspace.write('cut.zip', bytes.subarray(0, bytes.length - 40));
    expect(await workspace.refusal({ ...small, path })).toMatchObject({ code: 'badDataset', where: path });
  });
});
