export interface ConfusionRow {
  /** Share of 1 of the row's examples that were put right; null for a class without examples. */
  readonly recall: number | null;
  readonly cells: readonly { readonly count: number; readonly share: number }[];
}

/** Counts with their share of their row: of all examples of a class, how many were taken for each. */
export function confusionRows(counts: readonly (readonly number[])[]): ConfusionRow[] {
  return counts.map((row, index) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return {
      recall: total === 0 ? null : (row[index] ?? 0) / total,
      cells: row.map((count) => ({ count, share: total === 0 ? 0 : count / total })),
    };
  });
}

/** Share of all examples on the diagonal; null where there are none. */
export function accuracyOf(counts: readonly (readonly number[])[]): number | null {
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  return counts.reduce((sum, row, index) => sum + (row[index] ?? 0), 0) / total;
}
