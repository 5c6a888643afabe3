import sharp, { type Sharp } from 'sharp';
import type { FileSpec } from '@shared/data/catalogue';
import { foreignContent, isPicture } from '../foreignContent';
import { decodeBitmap, isBitmap } from './bitmap';

type ImageForm = Pick<Extract<FileSpec, { kind: 'imageFolder' }>, 'width' | 'height' | 'resize' | 'colors'>;

// Images are decoded side by side; each by one thread then costs the least.
sharp.concurrency(1);
sharp.cache(false);

/** More than any camera's; a small file can claim to hold any number. */
const mostPixels = 64_000_000;

const fits = { crop: 'cover', fit: 'contain', stretch: 'fill' } as const;

/**
 * The pixels of an image file: upright, in the size and the colors wanted, height × width × channels. What was
 * transparent becomes white.
 * @throws Error, in words, where it cannot be read to its end.
 */
export async function decodeImage(file: Buffer, form: ImageForm): Promise<Uint8Array> {
  const { width, height, resize, colors } = form;
  const { data, info } = await open(file)
    .autoOrient()
    .flatten({ background: 'white' })
    .resize({ width, height, fit: fits[resize], background: 'black' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(async (cause: unknown) => {
      throw new Error((await tooManyPixels(file)) ?? reasonOf(file, cause), { cause });
    });
  return colors === 'gray' ? toGray(data, info.channels) : toColor(data, info.channels);
}

function open(file: Buffer): Sharp {
  if (file.length === 0) throw new Error('it is empty');
  const options = { failOn: 'error', limitInputPixels: mostPixels, sequentialRead: true } as const;
  if (!isBitmap(file)) return sharp(file, options);
  const { width, height, pixels } = decodeBitmap(file);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** What an image claims of its size, where that is more than is read; null otherwise. */
async function tooManyPixels(file: Buffer): Promise<string | null> {
  const { width = 0, height = 0 } = await sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => ({ width: 0, height: 0 }));
  return width * height > mostPixels ? `it claims ${width} × ${height} pixels` : null;
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
