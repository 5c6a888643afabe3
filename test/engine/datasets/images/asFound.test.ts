import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { TestWorkspace } from '../workspace';
import { imageFolder, picture, small } from './imageFolder';

const workspace = new TestWorkspace();
const four = {
  'cat/0.png': picture(0),
  'cat/1.png': picture(1),
  'dog/0.png': picture(2),
  'dog/1.png': picture(3),
};

describe('a folder of images as systems leave it', () => {
  it('has no classes of what storages and trash cans keep in it', async () => {
    const path = imageFolder(workspace, 'systems', {
      ...four,
      '@eaDir/0.png': picture(4),
      '$RECYCLE.BIN/0.png': picture(5),
      'System Volume Information/0.png': picture(6),
      'cat/desktop.ini': 'x',
    });
    const { dataset } = await workspace.prepare({ ...small, path, validationFraction: 0 });
    expect(dataset).toMatchObject({ examples: 4, classNames: ['cat', 'dog'] });
    expect(dataset.remarks ?? []).toEqual([]);
  });

  it('may hold JPEG images under the endings that Windows gives them', async () => {
    const jpeg = await sharp(picture(7)).jpeg().toBuffer();
    const path = imageFolder(workspace, 'jfif', { ...four, 'cat/a.jfif': jpeg, 'dog/B.JPE': jpeg });
    expect((await workspace.prepare({ ...small, path, validationFraction: 0 })).dataset.examples).toBe(6);
  });

  it('may hold links that lead nowhere: broken images, refused or skipped as others', async () => {
    const path = imageFolder(workspace, 'links', four);
    symlinkSync(join(path, 'gone.png'), join(path, 'cat/2.png'));
    const error = await workspace.refusal({ ...small, path });
    expect(error).toMatchObject({ where: join(path, 'cat/2.png') });
    expect(error.message).toContain('it is a link to a file that is not there');
    const { dataset } = await workspace.prepare({ ...small, path, broken: 'skip', validationFraction: 0 });
    expect(dataset.examples).toBe(4);
  });

  it('is named for archives where there is nothing else in it', async () => {
    const archive = new ZipFile();
    for (const name of ['train.zip', 'test.zip']) archive.addBuffer(Buffer.from('PK'), name);
    archive.end();
    const path = await workspace.write('archives.zip', await buffer(archive.outputStream));
    expect((await workspace.refusal({ ...small, path })).message).toBe(
      'There are no images, but 2 archives: train.zip',
    );
  });
});

/** An IDX file of bytes, whose header has its sizes in the byte order that is given. */
async function idx(name: string, sizes: readonly number[], values: readonly number[], lowestFirst = false) {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.set([0, 0, 8, sizes.length]);
  sizes.forEach((size, axis) =>
    lowestFirst ? header.writeUInt32LE(size, 4 + 4 * axis) : header.writeUInt32BE(size, 4 + 4 * axis),
  );
  return workspace.write(name, Buffer.concat([header, Buffer.from(values)]));
}
const repeated = (count: number, of: number) => Array.from({ length: count }, (_, index) => index % of);

describe('IDX files are refused with the reason', () => {
  it.each([
    ['channels before height and width', [20, 3, 6, 6], false, [20], 2, 'their channels stand first'],
    ['sizes with the lowest byte first', [20, 6, 6], true, [20], 2, 'lowest byte first: 20 × 6 × 6'],
    ['labels of several columns', [20, 6, 6], false, [20, 8], 2, 'The labels file has 2 axes'],
    ['labels that are all the same', [20, 6, 6], false, [20], 1, 'All examples are of one class, “0”'],
  ] as const)('%s', async (name, sizes, lowestFirst, labels, classes, message) => {
    const bytes = sizes.reduce((product, size) => product * size, 1);
    const images = await idx(`${name} images`, sizes, repeated(bytes, 200), lowestFirst);
    const count = labels.reduce<number>((product, size) => product * size, 1);
    const error = await workspace.refusal({
      kind: 'idx',
      images,
      labels: await idx(`${name} labels`, labels, repeated(count, classes)),
    });
    expect(error.message).toContain(message);
    expect(error.where).toContain(name);
  });
});
