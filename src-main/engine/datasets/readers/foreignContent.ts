const printable = /^[\t\n\f\r -~\u00a0-\uffff]*$/;

const beginnings: readonly (readonly [string, string])[] = [
  ['PK\u0003\u0004', 'a ZIP archive'],
  ['\u001f\u008b', 'packed with gzip'],
  ['\u0089PNG', 'a PNG image'],
  ['\u00ff\u00d8\u00ff', 'a JPEG image'],
  ['\u0093NUMPY', 'a NumPy array'],
  ['%PDF', 'a PDF document'],
  ['Rar!', 'a RAR archive'],
  ['7z\u00bc\u00af', 'a 7z archive'],
  ['\u0080\u0002', 'a Python pickle'],
  ['\u0080\u0003', 'a Python pickle'],
  ['\u0080\u0004', 'a Python pickle'],
];

/**
 * What the beginning of a file shows it to be, where something else was expected: `a web page`, `a ZIP archive`, `text`;
 * null where that cannot be told. Downloads often bring a page in place of the file.
 */
export function foreignContent(beginning: Uint8Array): string | null {
  const start = Buffer.from(beginning.subarray(0, 512));
  const bytes = start.toString('latin1');
  const found = beginnings.find(([magic]) => bytes.startsWith(magic));
  if (found !== undefined) return found[1];
  if (/^\s*(<!doctype html|<html|<head|<\?xml)/i.test(bytes)) return 'a web page';
  if (/^version https:\/\/git-lfs/.test(bytes)) return 'a pointer of Git LFS, without the file itself';
  // A character may be cut at the end of what is looked at.
  const text = start.toString('utf8').replace(/\ufffd$/, '');
  return text.length > 4 && printable.test(text) ? 'text' : null;
}
