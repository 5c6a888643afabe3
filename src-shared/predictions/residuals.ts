/** How many values lie in each of some bars of like width. */
export interface Bars {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

const usualBars = 24;

/** Differences of predictions from what is right, in bars around zero, so that leaning to one side is seen. */
export function residualBars(targets: readonly number[], answers: readonly number[], bars = usualBars): Bars {
  const residuals = targets.map((target, row) => (answers[row] ?? 0) - target);
  const reach = residuals.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const counts = new Array<number>(bars).fill(0);
  for (const residual of residuals) {
    const bar = Math.min(bars - 1, Math.floor(((residual + reach) / (2 * reach)) * bars));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return { from: -reach, to: reach, counts };
}
