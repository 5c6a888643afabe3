import { shownText } from '../cells/values';
import type { FindingRule } from './rule';

/** What stays of a word without what the eye may pass over: case, blanks, and which of several codes a letter has. */
const plain = (word: string): string => word.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

function groupedByPlain<Found>(words: readonly (readonly [string, Found])[]) {
  const groups = new Map<string, (readonly [string, Found])[]>();
  for (const found of words) {
    const key = plain(found[0]);
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

const mostNamed = 3;

/** Words of a column that differ only in what is easily passed over, and are categories of their own. */
export const similarWords: FindingRule = {
  name: 'similarWords',
  find: ({ features, target }) =>
    [...features, target].flatMap(({ name, scan }) => {
      if (scan.type !== 'category' || scan.hasTooManyCategories) return [];
      const alike = groupedByPlain([...scan.categories]);
      if (alike.length === 0) return [];
      const named = alike
        .slice(0, mostNamed)
        .map((group) => group.map(([word]) => `“${shownText(word)}”`).join(' and '));
      return [
        {
          severity: 'warning' as const,
          message:
            `Words of column “${name}” differ only in case, in blanks or in how a letter is coded, and are taken for ` +
            `different ones: ${named.join('; ')}${alike.length > mostNamed ? '; …' : ''}.`,
          columns: [name],
          lines: alike.slice(0, mostNamed).flatMap((group) => group.slice(1).map(([, { line }]) => line)),
          remedies: [],
        },
      ];
    }),
};
