import { textOfKey } from '../text/records';
import { looksNumeric } from '../cells/values';
import { columnRemedy, type FindingRule, leaveOut } from './rule';

/** A word among numbers: it is refused until someone says what it means. */
export const strayWords: FindingRule = {
  name: 'strayWords',
  find: ({ features, target }) =>
    [...features, target].flatMap(({ name, scan }) => {
      const { firstText, type, texts } = scan;
      if (type !== 'number' || firstText === null) return [];
      const others = texts > 1 ? ` and ${(texts - 1).toLocaleString('en')} more` : '';
      const isNumberOfOtherStyle = looksNumeric(firstText.text);
      const missing = [...scan.missingWords].map(textOfKey);
      return [
        {
          severity: 'error' as const,
          message:
            `“${firstText.text}”${others} in column “${name}” ${texts > 1 ? 'are' : 'is'} no number, and the others are.` +
            (isNumberOfOtherStyle ? ' Is another decimal or thousands mark meant? Choose it above.' : ''),
          columns: [name],
          lines: [firstText.line],
          remedies: [
            ...(isNumberOfOtherStyle
              ? []
              : [
                  columnRemedy(`“${firstText.text}” means that the value is missing`, name, 'missingWords', [
                    ...missing,
                    firstText.text,
                  ]),
                ]),
            columnRemedy('It is a column of words', name, 'type', 'category'),
            ...(name === target.name ? [] : [leaveOut(name)]),
          ],
        },
      ];
    }),
};
