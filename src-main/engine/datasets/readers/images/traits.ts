/** What a file of an image has beside the pixels that are read. */
export interface ImageTraits {
  /** Pictures of an animation, of which the first is read; 1 of any other image. */
  readonly pictures: number;
  /** Whether it says of each pixel how transparent it is, or of a color that it is. */
  readonly hasTransparency: boolean;
}

const plain: ImageTraits = { pictures: 1, hasTransparency: false };

/** From its headers alone. Of a damaged file it says what stands there up to the damage. */
export function traitsOf(file: Buffer): ImageTraits {
  const start = file.toString('latin1', 0, 16);
  try {
    if (start.startsWith('\u0089PNG')) return ofPng(file);
    if (start.startsWith('GIF8')) return ofGif(file);
    if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return ofWebp(file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return plain;
}

const pngSignature = 8;
/** Gray and color with an alpha channel. */
const pngAlpha = new Set([4, 6]);

/** PNG (W3C, third edition): `acTL` before the pixels tells how many pictures there are, `tRNS` what is transparent. */
function ofPng(file: Buffer): ImageTraits {
  let [pictures, hasTransparency] = [1, false];
  for (let at = pngSignature; at + 8 <= file.length; at += 12 + file.readUInt32BE(at)) {
    const chunk = file.toString('latin1', at + 4, at + 8);
    if (chunk === 'IDAT') break;
    if (chunk === 'IHDR') hasTransparency = pngAlpha.has(file.readUInt8(at + 17));
    if (chunk === 'tRNS') hasTransparency = true;
    if (chunk === 'acTL') pictures = Math.max(1, file.readUInt32BE(at + 8));
  }
  return { pictures, hasTransparency };
}

const [gifExtension, gifImage, gifControl] = [0x21, 0x2c, 0xf9];

/** The bytes of a palette, by the flags that announce it. */
const paletteBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** Behind the blocks of data that begin at a place, each with its length before it and an empty one last. */
function behindBlocks(file: Buffer, from: number): number {
  let at = from;
  for (let length = file.readUInt8(at); length > 0; length = file.readUInt8(at)) at += 1 + length;
  return at + 1;
}

/** GIF89a: a block for each picture, before which a control block may say that a color is transparent. */
function ofGif(file: Buffer): ImageTraits {
  let [pictures, hasTransparency] = [0, false];
  let at = 13 + paletteBytes(file.readUInt8(10));
  while (at + 1 < file.length) {
    const block = file[at];
    if (block === gifExtension) {
      if (file[at + 1] === gifControl && pictures === 0) hasTransparency = (file.readUInt8(at + 3) & 1) === 1;
      at = behindBlocks(file, at + 2);
    } else if (block === gifImage && at + 11 < file.length) {
      pictures++;
      at = behindBlocks(file, at + 11 + paletteBytes(file.readUInt8(at + 9)));
    } else break;
  }
  return { pictures: Math.max(1, pictures), hasTransparency };
}

/** WebP (RFC 9649): the extended header's flags, or the bit of the lossless form; `ANMF` is one picture. */
function ofWebp(file: Buffer): ImageTraits {
  const form = file.toString('latin1', 12, 16);
  if (form === 'VP8L') return { ...plain, hasTransparency: (file.readUInt8(24) & 0x10) !== 0 };
  if (form !== 'VP8X') return plain;
  let pictures = 0;
  for (let at = 12; at + 8 <= file.length;) {
    if (file.toString('latin1', at, at + 4) === 'ANMF') pictures++;
    const length = file.readUInt32LE(at + 4);
    at += 8 + length + (length % 2);
  }
  return { pictures: Math.max(1, pictures), hasTransparency: (file.readUInt8(20) & 0x10) !== 0 };
}
