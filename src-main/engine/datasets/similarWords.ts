/** What stays of a word without what the eye may pass over: case, blanks, signs without a width, and a letter's code. */
const plain = (word: string): string =>
  word
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();

/** Words that differ only in what is easily passed over, each group of them together. */
export function similarWords(words: Iterable<string>): string[][] {
  const groups = new Map<string, string[]>();
  for (const word of words) {
    const key = plain(word);
    groups.set(key, [...(groups.get(key) ?? []), word]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
