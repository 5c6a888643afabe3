/** How often each class (row) was taken for each other (column). */
export type Counts = readonly (readonly number[])[];

/** @param targets the right class of each example @param answers the class that is answered, in the same order */
export function countConfusion(
  targets: ArrayLike<number>,
  answers: ArrayLike<number>,
  classes: number,
): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let row = 0; row < targets.length; row++) {
    const cells = counts[targets[row] ?? 0];
    const answer = answers[row] ?? 0;
    if (cells?.[answer] !== undefined) cells[answer] += 1;
  }
  return counts;
}

/** What is known of one class; null where it is a share of nothing. */
export interface ClassFigures {
  /** Examples of the class. */
  readonly support: number;
  /** Of those that were answered with it the share that are of it. */
  readonly precision: number | null;
  /** Of those that are of it the share that were answered with it. */
  readonly recall: number | null;
  /** 2 · precision · recall ÷ (precision + recall): 2·hits ÷ (examples + answers). */
  readonly f1: number | null;
}

/** Precision, recall and F1 of each class (van Rijsbergen 1979). */
export function classFigures(counts: Counts): ClassFigures[] {
  return counts.map((row, index) => {
    const support = row.reduce((sum, count) => sum + count, 0);
    const answered = counts.reduce((sum, cells) => sum + (cells[index] ?? 0), 0);
    const hits = row[index] ?? 0;
    return {
      support,
      precision: shareOf(hits, answered),
      recall: shareOf(hits, support),
      f1: shareOf(2 * hits, support + answered),
    };
  });
}

const shareOf = (count: number, total: number): number | null => (total === 0 ? null : count / total);
