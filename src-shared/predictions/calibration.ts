/** Examples that were answered about as surely. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean probability of the answers. */
  readonly confidence: number;
  /** Share of them that are right. */
  readonly accuracy: number;
}

export interface Calibration {
  /** Those with examples alone. */
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: the mean distance between confidence and accuracy, weighted by examples. */
  readonly error: number;
}

const usualBins = 10;

/**
 * Whether answers that are said to be right with probability p are right so often (Guo et al. 2017, eq. 3): bins of like
 * width over the probability of what was answered.
 */
export function calibrationOf(
  sure: ArrayLike<number>,
  isRight: (row: number) => boolean,
  bins = usualBins,
): Calibration {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (let row = 0; row < sure.length; row++) {
    const probability = sure[row] ?? 0;
    // (0, 0.1], (0.1, 0.2], …, as the paper has them.
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(probability * bins) - 1))];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.confidence += probability;
    bin.right += isRight(row) ? 1 : 0;
  }
  const filled = sums.flatMap(({ count, confidence, right }, place): ReliabilityBin[] =>
    count === 0
      ? []
      : [
          {
            from: place / bins,
            to: (place + 1) / bins,
            count,
            confidence: confidence / count,
            accuracy: right / count,
          },
        ],
  );
  const error = filled.reduce(
    (sum, { count, confidence, accuracy }) => sum + (count / sure.length) * Math.abs(confidence - accuracy),
    0,
  );
  return { bins: filled, error };
}
