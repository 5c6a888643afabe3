import { shownText } from '../cells/values';
import type { FindingRule } from './rule';

const mostNamed = 3;

/** The byte that Windows-1252 has for each of its letters. */
const bytesOfLetters = new Map(
  Array.from(new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, at) => at))).map(
    (letter, byte) => [letter, byte],
  ),
);

/** What a word would be whose UTF-8 was read as Windows-1252 before it was written; null where it was not. */
function ungarbled(word: string): string | null {
  const bytes = Array.from(word, (letter) => bytesOfLetters.get(letter));
  if (bytes.every((byte) => byte !== undefined && byte < 128)) return null;
  if (bytes.includes(undefined)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes, (byte) => byte ?? 0));
  } catch {
    return null;
  }
}

/** Words that another program has misread before they came into the file: `KÃ¶ln`. No encoding of the file mends them. */
export const garbledWords: FindingRule = {
  name: 'garbledWords',
  find: ({ features, target }) =>
    [...features, target].flatMap(({ name, scan }) => {
      if (scan.type !== 'category') return [];
      const garbled = [...scan.categories].flatMap(([word, { line }]) => {
        const meant = ungarbled(word);
        return meant === null ? [] : [{ word, meant, line }];
      });
      if (garbled.length === 0) return [];
      const named = garbled
        .slice(0, mostNamed)
        .map(({ word, meant }) => `“${shownText(word)}” for “${shownText(meant)}”`);
      return [
        {
          severity: 'warning' as const,
          message:
            `Words of column “${name}” were misread before they came into this file: ${named.join(', ')}` +
            `${garbled.length > mostNamed ? ', …' : ''}. Write it anew as UTF-8 where it came from.`,
          columns: [name],
          lines: garbled.slice(0, mostNamed).map(({ line }) => line),
          remedies: [],
        },
      ];
    }),
};
