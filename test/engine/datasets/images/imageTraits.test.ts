import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { TestWorkspace } from '../workspace';
import { imageFolder, picture, small } from './imageFolder';

const workspace = new TestWorkspace();

const frame = (r: number, alpha = 1) =>
  sharp({ create: { width: 4, height: 4, channels: 4, background: { r, g: 0, b: 0, alpha } } });

/** Pictures one after the other, as an animation. */
async function animation(format: 'gif' | 'webp', pictures: number): Promise<Buffer> {
  const frames = await Promise.all(
    Array.from({ length: pictures }, (_, at) =>
      frame(60 * (at + 1))
        .png()
        .toBuffer(),
    ),
  );
  return sharp(frames, { join: { animated: true } })
    .toFormat(format, { lossless: true })
    .toBuffer();
}

/** A PNG with the chunk that announces an animation before its pixels. */
function animatedPng(png: Buffer, pictures: number): Buffer {
  const at = png.indexOf('IDAT') - 4;
  const chunk = Buffer.alloc(20);
  chunk.writeUInt32BE(8, 0);
  chunk.write('acTL', 4, 'latin1');
  chunk.writeUInt32BE(pictures, 8);
  // Its checksum: CRC-32 of its name and its content (PNG, 5.5).
  let crc = ~0;
  for (const byte of chunk.subarray(4, 16)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  chunk.writeUInt32BE(~crc >>> 0, 16);
  return Buffer.concat([png.subarray(0, at), chunk, png.subarray(at)]);
}

describe('images that are more than one picture, or less than opaque', () => {
  it('are read by their first picture, which is said with how many there are', async () => {
    const path = imageFolder(workspace, 'animated', {
      'a/one.gif': await animation('gif', 3),
      'a/two.webp': await animation('webp', 4),
      'b/three.png': animatedPng(await frame(200).removeAlpha().png().toBuffer(), 5),
      'b/plain.png': picture(1),
    });
    const spec = { ...small, path, validationFraction: 0, colors: 'color' } as const;
    const { dataset } = await workspace.prepare(spec);
    expect(dataset.remarks?.join(' ')).toContain(
      '3 images are animated, of which the first picture alone is read: a/one.gif (3 pictures), a/two.webp (4 pictures), b/three.png (5 pictures).',
    );
    const { inputs } = await workspace.load(spec);
    expect([inputs[0], inputs[48], inputs[144]]).toEqual([60, 60, 200]);
  });

  it('are white where they are transparent, which is said', async () => {
    const clear = frame(120, 0);
    const path = imageFolder(workspace, 'transparent', {
      'a/one.png': await clear.clone().png().toBuffer(),
      'a/two.webp': await clear.clone().webp({ lossless: true }).toBuffer(),
      'a/three.gif': await clear.clone().gif().toBuffer(),
      'b/four.png': picture(1),
      'b/five.jpg': await frame(10).removeAlpha().jpeg().toBuffer(),
    });
    const spec = { ...small, path, validationFraction: 0 } as const;
    const { dataset } = await workspace.prepare(spec);
    expect(dataset.remarks).toContain('3 images may be transparent in places, which they have in white.');
    const { inputs } = await workspace.load(spec);
    expect([...inputs.subarray(0, 3 * 48)].every((value) => value === 255)).toBe(true);
  });
});

describe('pictures of kinds that are not read', () => {
  it('are named where there are no others', async () => {
    const path = imageFolder(workspace, 'phone', {
      'cats/1.HEIC': 'x',
      'cats/2.heic': 'x',
      'dogs/3.tiff': 'x',
      'dogs/notes.txt': 'x',
    });
    const { message, where, remedy } = await workspace.refusal({ ...small, path });
    expect(message).toBe('There are no images of a kind that is read, but 2 HEIC images and 1 TIFF image');
    expect(where).toBe(path);
    expect(remedy).toContain('Save them as JPEG or PNG');
  });

  it('are named where they are left out', async () => {
    const path = imageFolder(workspace, 'mixed', {
      'cats/1.png': picture(1),
      'cats/2.png': picture(2),
      'cats/3.heic': 'x',
      'dogs/4.png': picture(3),
      'dogs/5.png': picture(4),
      'dogs/6.pdf': 'x',
      'dogs/notes.txt': 'x',
    });
    const { dataset } = await workspace.prepare({ ...small, path, validationFraction: 0 });
    expect(dataset.remarks).toEqual([
      '1 HEIC image and 1 PDF document cannot be read and are left out: save them as JPEG or PNG.',
      '1 file whose name does not end as those of images was left out.',
    ]);
  });

  it.each([
    [['3.svg'], '1 SVG drawing cannot be read and is left out: save it as JPEG or PNG.'],
    [['3.svg', '4.svg'], '2 SVG drawings cannot be read and are left out: save them as JPEG or PNG.'],
  ])('are named in the singular and the plural: %s', async (names, remark) => {
    const others = names.map((name) => [`cats/${name}`, 'x'] as const);
    const images = ['cats/1.png', 'cats/2.png', 'dogs/1.png', 'dogs/2.png'].map(
      (name, at) => [name, picture(at + 1)] as const,
    );
    const path = imageFolder(workspace, `others-${names.length}`, Object.fromEntries([...images, ...others]));
    const { dataset } = await workspace.prepare({ ...small, path, validationFraction: 0 });
    expect(dataset.remarks).toEqual([remark]);
  });
});
