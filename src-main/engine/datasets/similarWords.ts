/** What stays of a word without what the eye may pass over: case, blanks, and which of several codes a letter has. */
const plain = (word: string): string => word.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

/** Words that differ only in what is easily passed over, each group of them together. */
export function similarWords(words: Iterable<string>): string[][] {
  const groups = new Map<string, string[]>();
  for (const word of words) {
    const key = plain(word);
    groups.set(key, [...(groups.get(key) ?? []), word]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
