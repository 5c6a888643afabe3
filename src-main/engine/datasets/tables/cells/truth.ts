const truths: readonly (readonly [means: string, words: readonly string[]])[] = [
  [
    'yes',
    ['true', 't', 'yes', 'y', '1', 'wahr', 'ja', 'j', 'vrai', 'oui', 'verdadero', 'sí', 'si', 'vero', 'sim'],
  ],
  ['no', ['false', 'f', 'no', 'n', '0', 'falsch', 'nein', 'faux', 'non', 'falso', 'não']],
];
const meanings = new Map(truths.flatMap(([means, words]) => words.map((word) => [word, means] as const)));

/** Groups of words that mean the same, yes or no; none where another word is among them. */
export function sameTruths(words: Iterable<string>): string[][] {
  const groups = new Map<string, string[]>();
  for (const word of words) {
    const means = meanings.get(word.toLowerCase());
    if (means === undefined) return [];
    groups.set(means, [...(groups.get(means) ?? []), word]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
