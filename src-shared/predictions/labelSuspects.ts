/** An example whose label may be wrong. */
export interface LabelSuspect {
  readonly row: number;
  /** The class that the net takes it for, as surely as it takes examples of that class. */
  readonly suggested: number;
}

/**
 * Examples that are told to be of another class than their label at least as surely as that class's own are on average
 * (confident learning: Northcutt et al. 2021, eq. 1 and 2), those whose label is least believed first. It only says where
 * to look: a net that has learned wrong labels by heart believes them.
 * @param probabilities of each class, example by example
 */
export function labelSuspects(
  targets: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
  classes: number,
): LabelSuspect[] {
  const ofOwn = (row: number) => probabilities[row]?.[targets[row] ?? 0] ?? 0;
  const sums = Array.from({ length: classes }, () => ({ count: 0, sum: 0 }));
  probabilities.forEach((_, row) => {
    const own = sums[targets[row] ?? 0];
    if (own === undefined) return;
    own.count += 1;
    own.sum += ofOwn(row);
  });
  const thresholds = sums.map(({ count, sum }) => (count === 0 ? Infinity : sum / count));
  return probabilities
    .flatMap((shares, row): LabelSuspect[] => {
      const sure = shares.flatMap((share, index) =>
        share >= (thresholds[index] ?? Infinity) ? [index] : [],
      );
      const [suggested] = sure.sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
      return suggested === undefined || suggested === targets[row] ? [] : [{ row, suggested }];
    })
    .sort((a, b) => ofOwn(a.row) - ofOwn(b.row) || a.row - b.row);
}
