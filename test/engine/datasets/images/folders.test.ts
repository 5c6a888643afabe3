import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { DatasetSpecInput } from '@shared/data/spec';
import { TestWorkspace } from '../workspace';
import { imageFolder, picture, small } from './imageFolder';

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
const folder = (name: string, files: Parameters<typeof imageFolder>[2]) =>
  imageFolder(workspace, name, files);

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
      '1 file whose name does not end as those of images was left out.',
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
    expect(remarks?.join()).toMatch(
      /names differ only in case, in blanks or in how a letter is coded: (oak, Oak|Oak, oak)/,
    );
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
