/** A bitmap is decoded whole. */
const mostPixels = 25_000_000;

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel, row by row from the top. */
  readonly pixels: Uint8Array;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly fromTop: boolean;
  readonly bits: number;
  readonly paletteAt: number;
  readonly paletteEntryBytes: number;
  readonly pixelsAt: number;
}

const plain = 0;
const bitFields = 3;
const oldHeaderBytes = 12;

export const isBitmap = (file: Buffer): boolean => file.toString('latin1', 0, 2) === 'BM';

/**
 * Decodes an uncompressed BMP file of 1, 4, 8, 24 or 32 bits (Microsoft, Bitmap Storage). libvips as sharp ships it reads
 * none, and the packages for it read palettes wrong. A fourth byte is left out: hardly a program writes transparency there.
 * @throws Error, in words, for other kinds and where it is cut off.
 */
export function decodeBitmap(file: Buffer): Bitmap {
  const header = readHeader(file);
  const { width, height, fromTop, bits, paletteAt, paletteEntryBytes, pixelsAt } = header;
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (file.length < pixelsAt + rowBytes * height) throw new Error('it is cut off');
  const pixels = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    const from = pixelsAt + rowBytes * (fromTop ? row : height - 1 - row);
    for (let column = 0; column < width; column++) {
      const place =
        bits >= 24
          ? from + column * (bits / 8)
          : paletteAt + paletteEntryBytes * paletteIndex(file, from, column, bits);
      const at = 3 * (row * width + column);
      pixels[at] = file[place + 2] ?? 0;
      pixels[at + 1] = file[place + 1] ?? 0;
      pixels[at + 2] = file[place] ?? 0;
    }
  }
  return { width, height, pixels };
}

function readHeader(file: Buffer): Header {
  if (file.length < 30) throw new Error('it is cut off');
  const headerBytes = file.readUInt32LE(14);
  const isOld = headerBytes === oldHeaderBytes;
  if (!isOld && file.length < 54) throw new Error('it is cut off');
  const [width, height] = isOld
    ? [file.readUInt16LE(18), file.readUInt16LE(20)]
    : [file.readInt32LE(18), file.readInt32LE(22)];
  const bits = file.readUInt16LE(isOld ? 24 : 28);
  const compression = isOld ? plain : file.readUInt32LE(30);
  if (width < 1 || height === 0 || width * Math.abs(height) > mostPixels) {
    throw new Error(`it claims ${width} × ${Math.abs(height)} pixels`);
  }
  const isUsual = compression === plain || (compression === bitFields && bits === 32);
  if (!isUsual || ![1, 4, 8, 24, 32].includes(bits)) {
    throw new Error(`it is a bitmap of ${bits} bits, compression ${compression}; save it as PNG`);
  }
  if (compression === bitFields && file.readUInt32LE(54) !== 0x00ff0000) {
    throw new Error('its bytes are not in the usual order; save it as PNG');
  }
  return {
    width,
    height: Math.abs(height),
    fromTop: height < 0,
    bits,
    paletteAt: 14 + headerBytes,
    paletteEntryBytes: isOld ? 3 : 4,
    pixelsAt: file.readUInt32LE(10),
  };
}

function paletteIndex(file: Buffer, row: number, column: number, bits: number): number {
  const bit = column * bits;
  const byte = file[row + (bit >> 3)] ?? 0;
  return (byte >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
}
