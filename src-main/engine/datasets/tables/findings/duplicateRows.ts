import type { LookedAt } from '../firstRows/look';
import type { FindingRule, Found } from './rule';

const mostLines = 5;

/** Rows of which the same, in every column that is used, has come before: the earlier row by the later. */
function repeats({ features, target, rows }: LookedAt): Map<number, number> {
  const used = [...features, target];
  const seen = new Map<string, number>();
  const found = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const key = used.map(({ codes }) => codes[row]).join();
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row);
    else found.set(row, before);
  }
  return found;
}

const times = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'row is' : 'rows are'}`;

/** Rows that are there twice, and of them those that are in training and in another split. */
export const duplicateRows: FindingRule = {
  name: 'duplicateRows',
  find(table) {
    // A series may come back to where it was.
    if (table.spec.duplicates === 'drop' || table.spec.windows !== undefined) return [];
    const { lines, splits, features, rows } = table;
    const found = repeats(table);
    // Of few words there are few different rows, and they have to come again.
    const possible = features.reduce((product, { distinct }) => product * distinct, 1);
    if (found.size === 0 || possible < rows) return [];
    const all = [...found.keys()];
    const across = splits === null ? [] : all.filter((row) => splits[row] !== splits[found.get(row) ?? 0]);
    const finding = (of: readonly number[], message: string): Found => ({
      severity: 'warning',
      message,
      columns: [],
      lines: of.slice(0, mostLines).map((row) => lines[row] ?? 0),
      remedies: [{ label: 'Keep one of each', edit: { path: ['dataset', 'duplicates'], value: 'drop' } }],
    });
    const twice = finding(all, `${times(all.length)} there twice or more, in every column that is used.`);
    if (across.length === 0) return [twice];
    return [
      twice,
      finding(
        across,
        `${times(across.length)} the same as one in another split: what is learnt by heart then looks like what is understood.`,
      ),
    ];
  },
};
