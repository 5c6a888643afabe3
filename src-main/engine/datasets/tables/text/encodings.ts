import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { analyse } from 'chardet';
import type { TableEncoding } from '@shared/data/tables/reading';
import { codePage850 } from './codePage850';
import { indexOfLargest } from '@shared/ops/largest';

const marks: readonly (readonly [TableEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding that a byte-order mark tells, and the mark's length. */
export function byteOrderMark(
  head: Buffer,
): { readonly encoding: TableEncoding; readonly bytes: number } | null {
  const found = marks.find(([, mark]) => mark.every((byte, index) => head[index] === byte));
  return found === undefined ? null : { encoding: found[0], bytes: found[1].length };
}

/** Turns a stream of bytes into one of UTF-8. */
export interface Transcoder {
  /** @throws TypeError where the bytes are not in this encoding. */
  next(bytes: Buffer, isLast: boolean): Buffer;
}

export function transcoderFrom(encoding: Exclude<TableEncoding, 'utf-8'>): Transcoder {
  if (encoding === 'iso-8859-1') return { next: (bytes) => Buffer.from(bytes.toString('latin1')) };
  if (encoding === 'cp850') return { next: (bytes) => Buffer.from(codePage850(bytes)) };
  const decoder = new TextDecoder(encoding, { fatal: true });
  return { next: (bytes, isLast) => Buffer.from(decoder.decode(bytes, { stream: !isLast })) };
}

/** How many of the last bytes may be the beginning of a character that goes on. */
export function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** Whether bytes are UTF-8 but for a character that is cut at their end. */
const isUtf8Text = (bytes: Buffer): boolean =>
  isUtf8(bytes.subarray(0, bytes.length - unfinishedBytes(bytes)));

/** How many bytes are UTF-8 before the first that are not. */
export function utf8Length(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Text(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** UTF-16 without a mark: Western text has a zero in every second byte. */
function utf16Pattern(bytes: Buffer): TableEncoding | null {
  const zeros = [0, 0];
  bytes.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const many = 0.2 * bytes.length;
  if (odd > many && even < odd / 10) return 'utf-16le';
  return even > many && odd < even / 10 ? 'utf-16be' : null;
}

/** Encodings of other scripts and regions, as chardet names them. */
const ofOtherScripts: Readonly<Record<string, TableEncoding>> = {
  'windows-1250': 'windows-1250',
  'ISO-8859-2': 'windows-1250',
  'windows-1251': 'windows-1251',
  'KOI8-R': 'koi8-r',
  Shift_JIS: 'shift_jis',
  GB18030: 'gb18030',
  Big5: 'big5',
  'EUC-KR': 'euc-kr',
};
const sureConfidence = 50;
const westernEncodings = ['windows-1252', 'iso-8859-15', 'macintosh', 'cp850'] as const;

const decoded = (bytes: Buffer, encoding: (typeof westernEncodings)[number]): string =>
  encoding === 'cp850' ? codePage850(bytes) : new TextDecoder(encoding).decode(bytes);

const letter = /\p{L}/u;
const upper = /\p{Lu}/u;
const lower = /\p{Ll}/u;
/** Letters that Western languages use the most: a few decide between two encodings that both have letters there. */
const common = /[äöüßéèàçñáíóåøæ]/i;
const commonWeight = 0.25;
const control = /[\u0080-\u009f\ufffd¤]/;

/**
 * How much the characters beyond ASCII look like parts of words. Each of the Western encodings puts its letters where the
 * others have signs, so that the wrong one has signs within words and capitals after small letters.
 */
function likeWords(text: string): number {
  let score = 0;
  const characters = [...text];
  characters.forEach((character, index) => {
    if (character <= '\u007f') return;
    const [before = '', after = ''] = [characters[index - 1], characters[index + 1]];
    const isWithin = letter.test(before) || letter.test(after);
    if (control.test(character)) score -= 2;
    else if (!letter.test(character)) score -= letter.test(before) && letter.test(after) ? 1 : 0;
    else if (isCapitalWithin(before, character, after)) score -= 1;
    else score += (isWithin ? 1 : -0.5) + (common.test(character) ? commonWeight : 0);
  });
  return score;
}

function isCapitalWithin(before: string, character: string, after: string): boolean {
  return upper.test(character) && (lower.test(before) || (letter.test(before) && lower.test(after)));
}

/** The lines with bytes beyond ASCII, so that a few of them are not lost in the rest. */
function telling(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1').split(/\r\n?|\n/);
  return Buffer.from(lines.filter((line) => /[\u0080-\u00ff]/.test(line)).join('\n'), 'latin1');
}

/**
 * Words that hold no letter of ASCII, in most of the places where there are other letters: Western languages put such
 * letters among those of ASCII.
 */
function isOfOtherScript(sample: Buffer): boolean {
  const words = sample.toString('latin1').match(/[A-Za-z\u0080-\u00ff]+/g) ?? [];
  const others = words.filter((word) => /[\u0080-\u00ff]/.test(word) && word.length > 2);
  const whole = others.filter((word) => !/[A-Za-z]/.test(word));
  return whole.length > others.length / 2;
}

/** Of the encodings of other scripts the one that the bytes resemble most, however little. */
const likeliestOther = (guesses: readonly { readonly name: string }[]): TableEncoding | undefined =>
  guesses.map(({ name }) => ofOtherScripts[name]).find((encoding) => encoding !== undefined);

/** The encoding that some bytes of a file are likely to be in; what is valid UTF-8 is UTF-8. */
export function guessEncoding(bytes: Buffer): TableEncoding {
  const pattern = utf16Pattern(bytes);
  if (pattern !== null) return pattern;
  return isUtf8Text(bytes) ? 'utf-8' : guessSingleByteEncoding(bytes);
}

/** Letters in UTF-8 of two or three bytes; a capital with a closing guillemet or a degree behind it is none. */
const utf8Letters =
  /\u00c3[\u0080-\u00bf]|[\u00c4-\u00df][\u0080-\u00aa\u00ac-\u00af\u00b1-\u00ba\u00bc-\u00bf]|[\u00e1\u00e2][\u0080-\u00bf]{2}/g;
const beyondAscii = /[\u0080-\u00ff]/g;
/** By chance, a letter and a sign of a Western encoding may be one in UTF-8. */
const fewestUtf8 = 0.1;

/**
 * The Western encoding of some letters where others are in UTF-8, as where files were put one behind the other: no encoding
 * reads both. Null where all are in one.
 */
export function encodingBesideUtf8(bytes: Buffer): TableEncoding | null {
  const text = telling(bytes).toString('latin1');
  const inUtf8 = (text.match(utf8Letters) ?? []).filter(isLetterInUtf8);
  if (inUtf8.length === 0) return null;
  const rest = text.replace(utf8Letters, (letter) => (isLetterInUtf8(letter) ? '' : letter));
  const others = rest.match(beyondAscii)?.length ?? 0;
  if (others === 0 || inUtf8.length < fewestUtf8 * others) return null;
  const encoding = guessSingleByteEncoding(Buffer.from(rest, 'latin1'));
  return (westernEncodings as readonly TableEncoding[]).includes(encoding) ? encoding : null;
}

const isLetterInUtf8 = (bytes: string): boolean =>
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u.test(
    Buffer.from(bytes, 'latin1').toString('utf8'),
  );

/** The same for bytes that are known to be no UTF-8 or UTF-16. */
export function guessSingleByteEncoding(bytes: Buffer): TableEncoding {
  const sample = telling(bytes);
  const guesses = analyse(sample);
  const [best] = guesses;
  const other = best === undefined ? undefined : ofOtherScripts[best.name];
  if (best !== undefined && other !== undefined && best.confidence >= sureConfidence) return other;
  if (isOfOtherScript(sample)) return likeliestOther(guesses) ?? 'windows-1252';
  const scores = westernEncodings.map((encoding) => likeWords(decoded(sample, encoding)));
  return westernEncodings[indexOfLargest(scores)] ?? 'windows-1252';
}

/** Some bytes of a file from an offset on, fewer at its end. */
export async function readBytes(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
