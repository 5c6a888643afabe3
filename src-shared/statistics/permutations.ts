import { Random } from '../random';
import { risk, type Interval } from './intervals';

/**
 * What a difference of means would have been under other assignments of the values to the sides. Were the true
 * difference δ, assignment i would have given `base[i] − δ · slope[i]`; the first is the one that happened, with slope 1.
 */
export interface Permutations {
  readonly base: Float64Array;
  readonly slope: Float64Array;
}

/** Assignments that are all gone through; of more than that, so many are drawn. */
const mostExact = 20_000;
const drawn = 9_999;

/** Keeps what was made last: pair after pair of as many values is judged by the same assignments. */
function keepingLast<Sizes extends readonly number[]>(
  make: (...sizes: Sizes) => readonly (readonly number[])[],
): typeof make {
  let last: { readonly key: string; readonly made: ReturnType<typeof make> } | null = null;
  return (...sizes) => {
    const key = sizes.join();
    if (last?.key !== key) last = { key, made: make(...sizes) };
    return last.made;
  };
}

/** Which of so many pairs' values change sides, as −1, in each assignment; none in the first. */
const flipsOf = keepingLast((n: number, seed: number) => {
  const signsOf = (flipped: (place: number) => boolean) =>
    Array.from({ length: n }, (_, place) => (flipped(place) ? -1 : 1));
  const random = new Random(seed, n);
  return 2 ** n <= mostExact
    ? Array.from({ length: 2 ** n }, (_, code) => signsOf((place) => ((code >> place) & 1) === 1))
    : [signsOf(() => false), ...Array.from({ length: drawn }, () => signsOf(() => random.integer(2) === 1))];
});

/** Which of all values are on the first side in each assignment; the first ones in the first. */
const choicesOf = keepingLast((count: number, size: number, seed: number) =>
  choose(count, size) <= mostExact
    ? subsets(count, size)
    : [Array.from({ length: size }, (_, place) => place), ...drawSubsets(count, size, seed)],
);

/** Each pair's two values may have changed sides. */
export function signFlips(differences: readonly number[], seed = 0): Permutations {
  const n = differences.length;
  const signs = flipsOf(n, seed);
  const meanOf = (row: readonly number[], weigh: (place: number) => number) =>
    row.reduce((sum, sign, place) => sum + sign * weigh(place), 0) / n;
  return {
    base: Float64Array.from(signs, (row) => meanOf(row, (place) => differences[place] ?? NaN)),
    slope: Float64Array.from(signs, (row) => meanOf(row, () => 1)),
  };
}

/** Any of the values may have been on either side. */
export function relabelings(a: readonly number[], b: readonly number[], seed = 0): Permutations {
  const values = [...a, ...b];
  const total = values.reduce((sum, value) => sum + value, 0);
  const choices = choicesOf(values.length, a.length, seed);
  const base = new Float64Array(choices.length);
  const slope = new Float64Array(choices.length);
  choices.forEach((chosen, row) => {
    const sum = chosen.reduce((all, place) => all + (values[place] ?? NaN), 0);
    const kept = chosen.filter((place) => place < a.length).length;
    base[row] = sum / a.length - (total - sum) / b.length;
    slope[row] = kept / a.length - (a.length - kept) / b.length;
  });
  return { base, slope };
}

/** How probable a difference at least as far from δ is, were δ the truth. */
export function permutationPValue({ base, slope }: Permutations, truth = 0): number {
  const seen = Math.abs((base[0] ?? NaN) - truth);
  // What is equal but for rounding counts as equal.
  const reach = seen - 1e-9 * (seen + Math.abs(truth));
  let count = 0;
  for (let row = 0; row < base.length; row++) {
    if (Math.abs((base[row] ?? NaN) - truth * (slope[row] ?? NaN)) >= reach) count++;
  }
  return count / base.length;
}

/** The least p-value that so many pairs, or values a side, can have, however far apart they are. */
export const leastPaired = (pairs: number): number => 2 / 2 ** pairs;
export const leastUnpaired = (a: number, b: number): number => (a === b ? 2 : 1) / choose(a + b, a);

/** Every true difference that the test would let stand; null where it would let stand any. */
export function permutationInterval(permutations: Permutations, spread: number): Interval | null {
  const middle = permutations.base[0] ?? NaN;
  const isRefused = (truth: number) => permutationPValue(permutations, truth) <= risk;
  const bound = (direction: 1 | -1): number | null => {
    let [inside, outside] = [0, spread > 0 ? spread : 1e-12];
    while (!isRefused(middle + direction * outside)) {
      inside = outside;
      outside *= 2;
      if (outside > 1e6 * (spread + 1e-9)) return null;
    }
    for (let round = 0; round < 40; round++) {
      const half = (inside + outside) / 2;
      if (isRefused(middle + direction * half)) outside = half;
      else inside = half;
    }
    return middle + direction * outside;
  };
  const [low, high] = [bound(-1), bound(1)];
  return low === null || high === null ? null : [low, high];
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let place = 1; place <= Math.min(k, n - k); place++)
    ways = (ways * (n - Math.min(k, n - k) + place)) / place;
  return Math.round(ways);
}

/** All sets of `size` places, the first ones first. */
function subsets(count: number, size: number): number[][] {
  const found: number[][] = [];
  const chosen = Array.from({ length: size }, (_, place) => place);
  for (;;) {
    found.push([...chosen]);
    let place = size - 1;
    while (place >= 0 && (chosen[place] ?? 0) === count - size + place) place--;
    if (place < 0) return found;
    const next = (chosen[place] ?? 0) + 1;
    for (let later = place; later < size; later++) chosen[later] = next + later - place;
  }
}

function drawSubsets(count: number, size: number, seed: number): number[][] {
  const random = new Random(seed, count, size);
  const places = Array.from({ length: count }, (_, place) => place);
  return Array.from({ length: drawn }, () => {
    random.shuffle(places);
    return places.slice(0, size);
  });
}
