import { mostCategories } from '../columnScan';
import { type FindingRule, leaveOut } from './rule';

/** Texts and names: more different words than a category can have. */
export const tooManyWords: FindingRule = {
  name: 'tooManyWords',
  find: ({ features }) =>
    features
      .filter(({ scan }) => scan.holdsTexts)
      .map(({ name, scan }) => ({
        severity: 'error',
        message: scan.hasTooManyCategories
          ? `Column “${name}” has more than ${mostCategories.toLocaleString('en')} different words, too many for a category.`
          : `Column “${name}” holds text, from which a network of this kind cannot learn.`,
        columns: [name],
        lines: [],
        remedies: [leaveOut(name)],
      })),
};
