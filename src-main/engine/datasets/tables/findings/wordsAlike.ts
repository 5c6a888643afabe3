import { similarWords } from '../../similarWords';
import { sameTruths } from '../cells/truth';
import { shownText } from '../cells/values';
import type { FindingRule } from './rule';

const mostNamed = 3;

/** Words of a column that differ only in what is easily passed over, and are categories of their own. */
export const wordsAlike: FindingRule = {
  name: 'wordsAlike',
  find: ({ features, target }) =>
    [...features, target].flatMap(({ name, scan }) => {
      if (scan.type !== 'category' || scan.hasTooManyCategories) return [];
      const { categories } = scan;
      const truths = sameTruths(categories.keys());
      const alike = truths.length > 0 ? truths : similarWords(categories.keys());
      if (alike.length === 0) return [];
      const how =
        truths.length > 0 ? 'mean the same' : 'differ only in case, in blanks or in how a letter is coded';
      const named = alike
        .slice(0, mostNamed)
        .map((group) => group.map((word) => `“${shownText(word)}”`).join(' and '));
      return [
        {
          severity: 'warning' as const,
          message:
            `Words of column “${name}” ${how}, and are taken for ` +
            `different ones: ${named.join('; ')}${alike.length > mostNamed ? '; …' : ''}.`,
          columns: [name],
          lines: alike
            .slice(0, mostNamed)
            .flatMap((group) => group.slice(1).flatMap((word) => categories.get(word)?.line ?? [])),
          remedies: [],
        },
      ];
    }),
};
