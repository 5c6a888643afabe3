import { columnRemedy, type FindingRule } from './rule';

/** Words such as `unknown` that may be a category or mean that the value is missing. */
export const doubtfulWords: FindingRule = {
  name: 'doubtfulWords',
  find: ({ features, target }) =>
    [...features, target].flatMap(({ name, scan }) => {
      const [word] = scan.doubtfulWords;
      if (word === undefined) return [];
      const shown = scan.doubtfulWords.map((each) => `“${each}”`).join(', ');
      return [
        {
          severity: 'note' as const,
          message: `In column “${name}” ${shown} is taken for a category like any other; it may mean that the value is missing.`,
          columns: [name],
          lines: [],
          remedies: [
            columnRemedy('It means missing', name, 'missingWords', [
              ...scan.missingWords,
              ...scan.doubtfulWords,
            ]),
          ],
        },
      ];
    }),
};
