import { noncentralT, tBound } from './distributions';
import { risk } from './intervals';
import { leastPaired, leastUnpaired } from './permutations';

/** How often a difference of the size asked about should be seen. */
const wantedPower = 0.8;
/** More seeds than anybody trains. */
const mostSeeds = 100_000;

/** How often a two-sided t-test sees a difference. @param shift the true difference in standard errors */
export function powerOfT(shift: number, freedom: number, level = risk): number {
  const bound = tBound(1 - level / 2, freedom);
  return 1 - noncentralT(bound, freedom, shift) + noncentralT(-bound, freedom, shift);
}

/** The fewest of which a test sees the difference often enough; null where no number that anybody trains does. */
function fewest(sees: (seeds: number) => boolean): number | null {
  let [too, enough] = [1, 2];
  while (!sees(enough)) {
    too = enough;
    enough *= 2;
    if (too > mostSeeds) return null;
  }
  while (enough - too > 1) {
    const middle = Math.floor((too + enough) / 2);
    if (sees(middle)) enough = middle;
    else too = middle;
  }
  return enough;
}

/**
 * Seeds that a paired comparison needs.
 * @param spread standard deviation of the pairs' differences
 */
export function pairedSeeds(difference: number, spread: number, level = risk): number | null {
  if (difference === 0 || !Number.isFinite(spread)) return null;
  return fewest(
    (n) =>
      leastPaired(n) <= level &&
      (spread === 0 || powerOfT((Math.abs(difference) / spread) * Math.sqrt(n), n - 1, level) >= wantedPower),
  );
}

/** Seeds that each side of an unpaired comparison (Welch) needs. */
export function unpairedSeeds(
  difference: number,
  [a, b]: readonly [spreadOfA: number, spreadOfB: number],
  level = risk,
): number | null {
  if (difference === 0 || !Number.isFinite(a + b)) return null;
  const square = a ** 2 + b ** 2;
  return fewest((n) => {
    if (leastUnpaired(n, n) > level) return false;
    if (square === 0) return true;
    const freedom = ((n - 1) * square ** 2) / (a ** 4 + b ** 4);
    return powerOfT(Math.abs(difference) / Math.sqrt(square / n), freedom, level) >= wantedPower;
  });
}
