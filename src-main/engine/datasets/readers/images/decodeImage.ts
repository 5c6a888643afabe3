import sharp, { type Sharp } from 'sharp';
import type { FileSpec } from '@shared/data/catalogue';
import { foreignContent, isPicture } from '../foreignContent';
import { decodeBitmap, isBitmap } from './bitmap';
import { MemoryRoom } from './memoryRoom';

type ImageForm = Pick<Extract<FileSpec, { kind: 'imageFolder' }>, 'width' | 'height' | 'resize' | 'colors'>;

// Images are decoded side by side; each by one thread then costs the least.
sharp.concurrency(1);
sharp.cache(false);
// Other formats, drawings and documents among them, are read by libraries that are not needed.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((format) => `VipsForeignLoad${format}Buffer`),
});

/** More than any camera's; a small file can claim to hold any number. */
const mostPixels = 64_000_000;
/** So many are decoded without a look at what the others take. */
const fewPixels = 8_000_000;
/** Of larger images: those that come in several passes have a decoder hold all of it. */
const bytesPerPixel = 8;
const largeImages = new MemoryRoom(bytesPerPixel * mostPixels);

const fits = { crop: 'cover', fit: 'contain', stretch: 'fill' } as const;

/**
 * The pixels of an image file: upright, in the size and the colors wanted, height × width × channels. What was
 * transparent becomes white.
 * @throws Error, in words, where it cannot be read to its end.
 */
export async function decodeImage(file: Buffer, form: ImageForm): Promise<Uint8Array> {
  const { data, info } = await decoded(file, form, fewPixels).catch((refusal: unknown) =>
    decodedWithRoom(file, form, refusal),
  );
  return form.colors === 'gray' ? toGray(data, info.channels) : toColor(data, info.channels);
}

function decoded(file: Buffer, { width, height, resize }: ImageForm, most: number) {
  return open(file, most)
    .autoOrient()
    .flatten({ background: 'white' })
    .resize({ width, height, fit: fits[resize], background: 'black' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
}

function open(file: Buffer, most: number): Sharp {
  if (file.length === 0) throw new Error('it is empty');
  const options = { failOn: 'error', limitInputPixels: most, sequentialRead: true } as const;
  if (!isBitmap(file)) return sharp(file, options);
  const { width, height, pixels } = decodeBitmap(file);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A larger image waits for room; any other that was refused is broken. */
async function decodedWithRoom(file: Buffer, form: ImageForm, refusal: unknown) {
  const { width = 0, height = 0 } = await sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => ({ width: 0, height: 0 }));
  const pixels = width * height;
  if (pixels > mostPixels) throw new Error(`it claims ${width} × ${height} pixels`, { cause: refusal });
  if (pixels <= fewPixels) throw new Error(reasonOf(file, refusal), { cause: refusal });
  return largeImages
    .with(bytesPerPixel * pixels, () => decoded(file, form, mostPixels))
    .catch((cause: unknown) => {
      throw new Error(reasonOf(file, cause), { cause });
    });
}

/** libvips' own words may be of another image: it has one place for those of all that are decoded side by side. */
function reasonOf(file: Buffer, cause: unknown): string {
  const foreign = isPicture(file) ? null : foreignContent(file);
  if (foreign !== null) return `it is ${foreign}`;
  const isUnknown = cause instanceof Error && cause.message.includes('unsupported image format');
  return isUnknown ? 'it is no image of a kind that is read' : 'it is damaged or cut off';
}

function toColor(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return data;
  const pixels = data.length / channels;
  const color = new Uint8Array(3 * pixels);
  for (let at = 0; at < color.length; at++) color[at] = data[Math.floor(at / 3) * channels] ?? 0;
  return color;
}

/** Luma as in ITU-R BT.601, in the rounding of Pillow's `convert("L")`. */
function toGray(data: Buffer, channels: number): Uint8Array {
  const gray = new Uint8Array(data.length / channels);
  for (let pixel = 0, at = 0; pixel < gray.length; pixel++, at += channels) {
    const red = data[at] ?? 0;
    const [green, blue] = channels < 3 ? [red, red] : [data[at + 1] ?? 0, data[at + 2] ?? 0];
    gray[pixel] = (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
  }
  return gray;
}
