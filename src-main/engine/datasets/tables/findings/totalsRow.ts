import type { FindingRule } from './rule';

/** What the row under a table is called that sums it up, alone or before a name: `Total`, `Grand total`, `Summe`. */
const totals =
  /^(grand |sub-?|all )?(totals?|sum|average|mean)\b|^(summe|gesamt(summe)?|insgesamt|mittelwert|durchschnitt|somme|moyenne|suma|totale|media|totaal|celkem)$/iu;

/** A row that is called a total among words: it sums up other rows and is no example of its own. */
export const totalsRow: FindingRule = {
  name: 'totalsRow',
  find: ({ features, target }) =>
    [...features, target].flatMap(({ name, scan }) => {
      if (scan.type !== 'category') return [];
      const called = [...scan.categories].filter(
        ([word, { count }]) => count === 1 && totals.test(word.trim()),
      );
      // Among several, such words are categories.
      const [only] = called;
      if (only === undefined || called.length > 1) return [];
      const [word, { line }] = only;
      return [
        {
          severity: 'warning' as const,
          message: `A row has “${word}” in column “${name}”: if it sums up the others, it is no example. Take it out of the file.`,
          columns: [name],
          lines: [line],
          remedies: [],
        },
      ];
    }),
};
