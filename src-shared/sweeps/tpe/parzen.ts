import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { Random } from '../../random';
import { cellOf, type Place, type Point } from '../points';
import type { Dimension, Space } from '../space';

/** Narrowest that a bell may be, as a share of the extent: one of so many. */
const narrowest = 100;

/** A bell over one dimension's extent, cut off at its ends; or a share for each value where none is near another. */
type Kernel = { readonly center: number; readonly width: number } | { readonly shares: readonly number[] };

/**
 * A density over a space: a mixture of a kernel around each observed point and a wide one over all of the space.
 * J. Bergstra et al., Algorithms for Hyper-Parameter Optimization (2011), section 4; kernels over all dimensions
 * together, as S. Falkner et al. have them, BOHB (2018).
 */
export class ParzenEstimator {
  /** A kernel for each dimension; the wide one last. */
  private readonly components: readonly (readonly Kernel[])[];
  private readonly shares: readonly number[];

  /** @param weights how much each point counts; the wide kernel counts 1 */
  constructor(
    private readonly space: Space,
    points: readonly Point[],
    weights: readonly number[],
  ) {
    const kernels = space.map((dimension) => kernelsOf(dimension, points));
    this.components = [...points.keys(), points.length].map((index) =>
      kernels.map((ofDimension) => ofDimension[index] ?? { center: 0.5, width: 1 }),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 1);
    this.shares = [...weights, 1].map((weight) => weight / total);
  }

  draw(random: Random): Place {
    const component = this.components[chosen(this.shares, random)] ?? [];
    return component.map((kernel) => drawFrom(kernel, random));
  }

  /** Logarithm of the density at a point, or of the mass of its values where these are few. */
  logDensity(point: Point): number {
    const cells = this.space.map((dimension) => cellOf(dimension, point[dimension.path] ?? null));
    const terms = this.components.map((component, index) =>
      component.reduce(
        (sum, kernel, dimension) => sum + Math.log(density(kernel, cells[dimension] ?? [0, 1])),
        Math.log(this.shares[index] ?? 0),
      ),
    );
    const largest = Math.max(...terms);
    if (largest === -Infinity) return largest;
    return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
  }
}

function isUnordered(dimension: Dimension): dimension is Dimension & { kind: 'values' } {
  return dimension.kind === 'values' && !dimension.ordered;
}

function kernelsOf(dimension: Dimension, points: readonly Point[]): Kernel[] {
  const cells = points.map((point) => cellOf(dimension, point[dimension.path] ?? null));
  const centers = cells.map(([low, high]) => (low + high) / 2);
  if (isUnordered(dimension)) return sharesAround(centers, dimension.values.length);
  const widths = widthsAround(centers);
  return [
    ...centers.map((center, index) => ({ center, width: widths[index] ?? 1 })),
    { center: 0.5, width: 1 },
  ];
}

/** Each value keeps a share, that none is ever out of reach. */
function sharesAround(centers: readonly number[], count: number): Kernel[] {
  const kernels = centers.length + 1;
  const shares = (chosenValue: number) => {
    const raw = Array.from({ length: count }, (_, value) => 1 / kernels + (value === chosenValue ? 1 : 0));
    const total = raw.reduce((sum, share) => sum + share, 0);
    return { shares: raw.map((share) => share / total) };
  };
  return [...centers.map((center) => shares(Math.floor(center * count))), shares(-1)];
}

/** A bell reaches as far as the farther of its neighbors. */
function widthsAround(centers: readonly number[]): number[] {
  const least = 1 / Math.min(narrowest, centers.length + 2);
  const order = [...centers.keys()].sort((a, b) => (centers[a] ?? 0) - (centers[b] ?? 0));
  const widths = new Array<number>(centers.length).fill(1);
  order.forEach((index, rank) => {
    const center = centers[index] ?? 0;
    const below = order[rank - 1];
    const above = order[rank + 1];
    const gaps = [
      ...(below === undefined ? [] : [center - (centers[below] ?? 0)]),
      ...(above === undefined ? [] : [(centers[above] ?? 0) - center]),
    ];
    const reach = gaps.length === 0 ? Math.max(center, 1 - center) : Math.max(...gaps);
    widths[index] = Math.min(1, Math.max(least, reach));
  });
  return widths;
}

function chosen(shares: readonly number[], random: Random): number {
  let rest = random.uniform();
  for (const [index, share] of shares.entries()) {
    rest -= share;
    if (rest < 0) return index;
  }
  return shares.length - 1;
}

function drawFrom(kernel: Kernel, random: Random): number {
  if ('shares' in kernel) return (chosen(kernel.shares, random) + 0.5) / kernel.shares.length;
  const [low, high] = tails(kernel);
  const drawn = normalQuantile(low + random.uniform() * (high - low), kernel.center, kernel.width);
  return Math.min(1, Math.max(0, drawn));
}

/** What of the bell lies below 0 and below 1. */
function tails({ center, width }: { readonly center: number; readonly width: number }): [number, number] {
  return [normalCdf(0, center, width), normalCdf(1, center, width)];
}

function density(kernel: Kernel, [low, high]: readonly [number, number]): number {
  if ('shares' in kernel) return kernel.shares[Math.floor(((low + high) / 2) * kernel.shares.length)] ?? 0;
  const [from, to] = tails(kernel);
  const { center, width } = kernel;
  if (high > low) return (normalCdf(high, center, width) - normalCdf(low, center, width)) / (to - from);
  const distance = (low - center) / width;
  return Math.exp(-(distance ** 2) / 2) / (Math.sqrt(2 * Math.PI) * width * (to - from));
}
