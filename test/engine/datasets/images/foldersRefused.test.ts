import { crc32 } from 'node:zlib';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { TestWorkspace } from '../workspace';
import { imageFolder, picture, small } from './imageFolder';

const workspace = new TestWorkspace();
const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'images');
const folder = (name: string, files: Parameters<typeof imageFolder>[2]) =>
  imageFolder(workspace, name, files);

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
    expect((await workspace.refusal({ ...small, path })).message).toContain('b/2.png (it is an SVG drawing)');
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
