/** What comes of answering class 1 from some threshold on: counts of examples. */
export interface Threshold {
  /** Class 1 is answered from this score on; Infinity: never. */
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/** Two-class answers for every threshold that makes a difference, and what that says of the scores. */
export interface ThresholdCurve {
  readonly positives: number;
  readonly negatives: number;
  /** From never to always answering class 1. */
  readonly points: readonly Threshold[];
  /** Area under the ROC curve: the chance that an example of class 1 scores above one of class 0; null without both. */
  readonly area: number | null;
  /** Average precision: the precision at each threshold, weighted by the recall gained there; null without class 1. */
  readonly averagePrecision: number | null;
}

/**
 * ROC and precision–recall in one pass over the scores (Fawcett 2006, algorithms 1 and 3). Examples of one score come
 * together.
 * @param targets 0 or 1 @param scores the higher, the more it is class 1
 */
export function thresholdCurve(targets: ArrayLike<number>, scores: ArrayLike<number>): ThresholdCurve {
  const order = Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0),
  );
  const positives = order.filter((row) => targets[row] === 1).length;
  const negatives = order.length - positives;
  const points: Threshold[] = [{ threshold: Infinity, truePositives: 0, falsePositives: 0 }];
  let [truePositives, falsePositives, area, averagePrecision] = [0, 0, 0, 0];
  for (let at = 0; at < order.length;) {
    const threshold = scores[order[at] ?? 0] ?? 0;
    const [trueBefore, falseBefore] = [truePositives, falsePositives];
    for (; at < order.length && scores[order[at] ?? 0] === threshold; at++) {
      if (targets[order[at] ?? 0] === 1) truePositives += 1;
      else falsePositives += 1;
    }
    points.push({ threshold, truePositives, falsePositives });
    area += ((falsePositives - falseBefore) * (truePositives + trueBefore)) / 2;
    averagePrecision += (truePositives - trueBefore) * (truePositives / (truePositives + falsePositives));
  }
  return {
    positives,
    negatives,
    points,
    area: positives === 0 || negatives === 0 ? null : area / (positives * negatives),
    averagePrecision: positives === 0 ? null : averagePrecision / positives,
  };
}

/** What a threshold gives: the last point whose scores are all at or above it. */
export function pointAt({ points }: ThresholdCurve, threshold: number): Threshold {
  return (
    points.findLast((point) => point.threshold >= threshold) ?? {
      threshold: Infinity,
      truePositives: 0,
      falsePositives: 0,
    }
  );
}
