import { Random } from '../../random';

/** Trees of a forest, and fewest examples in a leaf. */
const trees = 60;
const leastInLeaf = 2;
/** Permutations of each column. */
const permutations = 5;
/** Points for each parameter, and in all, below which the figures say little. */
const pointsForEach = 10;
const fewestPoints = 20;

type Row = readonly number[];
type Tree =
  | { readonly value: number }
  | { readonly column: number; readonly limit: number; readonly below: Tree; readonly above: Tree };

export interface Importance {
  /** Of each column its part in what the forest explains; they add up to 1, or are all 0. */
  readonly shares: readonly number[];
  /** How well the forest tells points that it has not seen: R², at most 1. */
  readonly explained: number;
  /** Too little is known for the figures to be relied on. */
  readonly isDoubtful: boolean;
}

/**
 * How much each column matters for the values: by how much a random forest predicts points worse that it has not seen when
 * the column is shuffled. L. Breiman, Random Forests (2001), section 10: permutation importance on out-of-bag points.
 */
export function importanceOf(rows: readonly Row[], values: readonly number[], seed = 1): Importance {
  const width = rows[0]?.length ?? 0;
  const losses = new Array<number>(width).fill(0);
  let [error, spread] = [0, 0];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let tree = 0; tree < trees; tree++) {
    const random = new Random(seed, tree);
    const chosen = rows.map(() => random.integer(rows.length));
    const left = [...rows.keys()].filter((index) => !chosen.includes(index));
    const grown = grow(rows, values, chosen, random);
    const errorOn = (read: (index: number) => Row) =>
      left.reduce((sum, index) => sum + (predict(grown, read(index)) - (values[index] ?? 0)) ** 2, 0);
    const plain = errorOn((index) => rows[index] ?? []);
    error += plain;
    spread += left.reduce((sum, index) => sum + ((values[index] ?? 0) - mean) ** 2, 0);
    for (let column = 0; column < width; column++) {
      for (let turn = 0; turn < permutations; turn++) {
        const order = [...left.keys()];
        random.shuffle(order);
        const place = new Map(left.map((index, at) => [index, left[order[at] ?? 0] ?? index]));
        const shuffled = errorOn((index) =>
          (rows[index] ?? []).with(column, rows[place.get(index) ?? index]?.[column] ?? 0),
        );
        losses[column] = (losses[column] ?? 0) + (shuffled - plain) / permutations;
      }
    }
  }
  const positive = losses.map((loss) => Math.max(0, loss));
  const total = positive.reduce((sum, loss) => sum + loss, 0);
  const explained = spread === 0 ? 0 : 1 - error / spread;
  return {
    shares: positive.map((loss) => (total === 0 ? 0 : loss / total)),
    explained,
    isDoubtful: rows.length < Math.max(fewestPoints, pointsForEach * width) || explained < 0.2,
  };
}

function grow(
  rows: readonly Row[],
  values: readonly number[],
  indices: readonly number[],
  random: Random,
): Tree {
  const split = indices.length < 2 * leastInLeaf ? null : bestSplit(rows, values, indices, random);
  if (split === null) return { value: meanOf(values, indices) };
  const { column, limit } = split;
  const isBelow = (index: number) => (rows[index]?.[column] ?? 0) <= limit;
  return {
    column,
    limit,
    below: grow(rows, values, indices.filter(isBelow), random),
    above: grow(
      rows,
      values,
      indices.filter((index) => !isBelow(index)),
      random,
    ),
  };
}

/** The split that leaves the least squared error, of two thirds of the columns, drawn by chance. */
function bestSplit(
  rows: readonly Row[],
  values: readonly number[],
  indices: readonly number[],
  random: Random,
) {
  const width = rows[0]?.length ?? 0;
  const columns = [...Array(width).keys()];
  random.shuffle(columns);
  let best: { readonly column: number; readonly limit: number; readonly gain: number } | null = null;
  for (const column of columns.slice(0, Math.max(1, Math.ceil((2 * width) / 3)))) {
    const sorted = [...indices].sort((a, b) => (rows[a]?.[column] ?? 0) - (rows[b]?.[column] ?? 0));
    const total = sorted.reduce((sum, index) => sum + (values[index] ?? 0), 0);
    let below = 0;
    for (let count = 1; count < sorted.length; count++) {
      below += values[sorted[count - 1] ?? 0] ?? 0;
      const [last, next] = [
        rows[sorted[count - 1] ?? 0]?.[column] ?? 0,
        rows[sorted[count] ?? 0]?.[column] ?? 0,
      ];
      if (last === next || count < leastInLeaf || sorted.length - count < leastInLeaf) continue;
      const gain = below ** 2 / count + (total - below) ** 2 / (sorted.length - count);
      if (best === null || gain > best.gain) best = { column, limit: (last + next) / 2, gain };
    }
  }
  return best;
}

function meanOf(values: readonly number[], indices: readonly number[]): number {
  return indices.reduce((sum, index) => sum + (values[index] ?? 0), 0) / Math.max(1, indices.length);
}

function predict(tree: Tree, row: Row): number {
  let node = tree;
  while ('column' in node) node = (row[node.column] ?? 0) <= node.limit ? node.below : node.above;
  return node.value;
}
