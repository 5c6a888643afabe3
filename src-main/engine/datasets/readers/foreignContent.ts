const printable = /^[\t\n\f\r -~\u00a0-\uffff]*$/;

/** What is read as a picture, or would be if it were whole. */
const pictures: readonly (readonly [string, string])[] = [
  ['\u0089PNG', 'a PNG image'],
  ['\u00ff\u00d8\u00ff', 'a JPEG image'],
];

export const zipArchive = 'a ZIP archive';

const beginnings: readonly (readonly [string, string])[] = [
  ['PK\u0003\u0004', zipArchive],
  ['\u001f\u008b', 'packed with gzip'],
  ...pictures,
  ['\u0093NUMPY', 'a NumPy array'],
  ['%PDF', 'a PDF document'],
  ['Rar!', 'a RAR archive'],
  ['7z\u00bc\u00af', 'a 7z archive'],
  ['\u0080\u0002', 'a Python pickle'],
  ['\u0080\u0003', 'a Python pickle'],
  ['\u0080\u0004', 'a Python pickle'],
];

const startsLike = (bytes: Uint8Array, magic: string): boolean =>
  Buffer.from(bytes.subarray(0, magic.length)).toString('latin1') === magic;

/** Whether a file begins as a picture does. */
export const isPicture = (beginning: Uint8Array): boolean =>
  pictures.some(([magic]) => startsLike(beginning, magic));

/** What some kinds of files say of themselves not at their beginning. */
const within: readonly { readonly at: number; readonly magic: string; readonly what: string }[] = [
  { at: 257, magic: 'ustar', what: 'a TAR archive' },
  { at: 4, magic: 'ftypheic', what: 'a HEIC image' },
  { at: 4, magic: 'ftypavif', what: 'an AVIF image' },
];

/**
 * What the beginning of a file shows it to be, where something else was expected: `a web page`, `a ZIP archive`, `text`;
 * null where that cannot be told. Downloads often bring a page in place of the file.
 */
export function foreignContent(beginning: Uint8Array): string | null {
  const start = Buffer.from(beginning.subarray(0, 512));
  const bytes = start.toString('latin1');
  const found = beginnings.find(([magic]) => startsLike(start, magic));
  if (found !== undefined) return found[1];
  const marked = within.find(({ at, magic }) => bytes.startsWith(magic, at));
  if (marked !== undefined) return marked.what;
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg\b/is.test(bytes)) return 'an SVG drawing';
  if (/^\s*(<!doctype html|<html|<head|<\?xml)/i.test(bytes)) return 'a web page';
  if (/^version https:\/\/git-lfs/.test(bytes)) return 'a pointer of Git LFS, without the file itself';
  // A character may be cut at the end of what is looked at.
  const text = start.toString('utf8').replace(/\ufffd$/, '');
  return text.length > 4 && printable.test(text) ? 'text' : null;
}
