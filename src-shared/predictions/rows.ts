import type { LabelSuspect } from './labelSuspects';

/** What rows are chosen by: one entry an example. */
interface Answered {
  readonly targets: readonly number[];
  readonly answers: readonly number[];
  /** Null where it is no finite number. */
  readonly losses: readonly (number | null)[];
  readonly scores: { readonly values: readonly number[]; readonly threshold: number } | null;
  readonly suspects: readonly LabelSuspect[];
}

/** Which examples are shown. */
export type Shown =
  | { readonly kind: 'all' | 'wrong' | 'suspects' }
  /** One cell of the confusion. */
  | { readonly kind: 'cell'; readonly target: number; readonly answer: number };

/**
 * The rows that are shown, the worst loss first, examples of like loss in the split's order; suspects by how little their
 * label is believed.
 * @param answers what is answered, at the threshold that is chosen
 */
export function shownRows(
  { targets, losses, suspects }: Pick<Answered, 'targets' | 'losses' | 'suspects'>,
  answers: readonly number[],
  shown: Shown,
): number[] {
  if (shown.kind === 'suspects') return suspects.map(({ row }) => row);
  const isShown = (row: number): boolean => {
    const [target, answer] = [targets[row], answers[row]];
    if (shown.kind === 'cell') return target === shown.target && answer === shown.answer;
    return shown.kind === 'all' || target !== answer;
  };
  const lossOf = (row: number) => losses[row] ?? Infinity;
  return targets
    .map((_, row) => row)
    .filter(isShown)
    .sort((a, b) => (lossOf(a) === lossOf(b) ? a - b : lossOf(b) - lossOf(a)));
}

/** What is answered to each example where the second of two classes is from a score on. */
export function answersAt(
  { answers, scores }: Pick<Answered, 'answers' | 'scores'>,
  threshold: number | null,
): readonly number[] {
  if (scores === null || threshold === null || threshold === scores.threshold) return answers;
  return scores.values.map((score) => Number(score >= threshold));
}

/** The share of examples that are of the split's commonest class: what always answering it would get at best. */
export function commonestShare(targets: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const target of targets) counts.set(target, (counts.get(target) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / Math.max(1, targets.length);
}
