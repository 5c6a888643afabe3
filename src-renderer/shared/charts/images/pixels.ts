/** The stored bytes of an image (gray or red, green, blue) as RGBA. */
export function imagePixels(
  bytes: Uint8Array | Uint8ClampedArray,
  channels: number,
): Uint8ClampedArray<ArrayBuffer> {
  const count = Math.floor(bytes.length / channels);
  const pixels = new Uint8ClampedArray(count * 4);
  for (let i = 0; i < count; i++) {
    const gray = bytes[i * channels] ?? 0;
    pixels[i * 4] = gray;
    pixels[i * 4 + 1] = channels >= 3 ? (bytes[i * channels + 1] ?? 0) : gray;
    pixels[i * 4 + 2] = channels >= 3 ? (bytes[i * channels + 2] ?? 0) : gray;
    pixels[i * 4 + 3] = 255;
  }
  return pixels;
}

/** Pixels as an image that is drawn as large as is wanted. @param pixels RGBA bytes */
export function imageOf(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  columns: number,
  rows: number,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  return canvas;
}
