/**
 * p-values of several tests at once, so that the risk of seeing any difference where there is none stays that of one test.
 * S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", 1979; `statsmodels.stats.multitest`, "holm".
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, place) => place).sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  order.forEach((place, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues[place] ?? 1) * (pValues.length - rank)));
    adjusted[place] = largest;
  });
  return adjusted;
}
