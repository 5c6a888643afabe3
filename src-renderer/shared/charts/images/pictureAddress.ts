import { imageOf } from './pixels';

/**
 * Pixels as the source of an `<img>`, for pictures that stay as they are: a canvas would be a surface of its own to the
 * browser, and with dozens of them on the page each frame anywhere takes longer.
 *
 * @param pixels red, green, blue and alpha of each, row by row
 */
export function pictureAddress(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number,
): string {
  return imageOf(pixels, width, height).toDataURL();
}
