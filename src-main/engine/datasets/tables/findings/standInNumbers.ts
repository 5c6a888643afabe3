import { textOfKey } from '../text/records';
import type { LookedAtColumn } from '../firstRows/look';
import { columnRemedy, type FindingRule } from './rule';

/** What instruments and registers write for a value that they do not have. */
const standIns: ReadonlySet<number> = new Set([99, 999, 9999, 99_999].flatMap((value) => [-value, value]));
const fewest = 2;

/** Such a number that comes again, and lies farther from all others than they lie from each other. */
function standInOf({ numbers }: LookedAtColumn): { readonly value: number; readonly count: number } | null {
  const sorted = numbers.filter((value) => !Number.isNaN(value)).sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  for (const value of [first, last]) {
    if (value === undefined || !standIns.has(value)) continue;
    const others = sorted.filter((other) => other !== value);
    const [least, greatest] = [others[0], others.at(-1)];
    const count = sorted.length - others.length;
    if (least === undefined || greatest === undefined || least === greatest || count < fewest) continue;
    const gap = value < least ? least - value : value - greatest;
    if (gap > greatest - least) return { value, count };
  }
  return null;
}

/** Numbers such as -999 that seem to stand for missing values. */
export const standInNumbers: FindingRule = {
  name: 'standInNumbers',
  find: ({ features, target, spec }) =>
    [...features, target].flatMap((column) => {
      const { name, scan, keys } = column;
      const found = scan.type === 'number' && !spec.columns[name]?.missingWords ? standInOf(column) : null;
      if (found === null) return [];
      const missing = [...scan.missingWords].filter((word) => word !== '').map(textOfKey);
      const words = keys.map(textOfKey).filter((text) => Number(text) === found.value);
      return [
        {
          severity: 'warning' as const,
          message: `In column “${name}” ${found.value} stands ${found.count.toLocaleString('en')} times, far from all other values: it may mean that a value is missing.`,
          columns: [name],
          lines: [],
          remedies: [
            columnRemedy(`It means missing`, name, 'missingWords', [...missing, ...words]),
            columnRemedy('It is a value', name, 'missingWords', missing),
          ],
        },
      ];
    }),
};
