import { z } from 'zod';
import { Random } from '../../random';
import { defineSweepMethod, fitsAll, type SweepHistory, type TriedPoint } from '../method';
import { keyOf, pointAt, untried, type Place, type Point } from '../points';
import { ParzenEstimator } from '../tpe/parzen';
import { randomPoint } from './random';

const stream = 0x79e;
/** Of the points, as many count as good: a tenth, and never more than so many. */
const goodShare = 0.1;
const mostGood = 25;
/** Points that count in full, the newest of those that were not good; older ones count less and less. */
const newest = 25;

interface Parameters {
  readonly startup: number;
  readonly candidates: number;
}

export const tpe = defineSweepMethod({
  kind: 'tpe',
  title: 'Bayesian (TPE)',
  description: {
    summary:
      'Learns from the points so far where good ones lie, and tries more there: a model of where the best tenth was, and ' +
      'one of the rest. The first points are random.',
    formula: 'x = argmax l(x) / g(x), l of the good points, g of the others',
    source:
      'J. Bergstra et al., Algorithms for Hyper-Parameter Optimization (2011): the tree-structured Parzen estimator',
  },
  schema: z.strictObject({
    startup: z.int().min(1).max(10_000).default(10),
    candidates: z.int().min(1).max(10_000).default(24),
  }),
  fields: {
    startup: {
      label: 'Random first',
      control: 'integer',
      minimum: 1,
      maximum: 10_000,
      help: 'Points drawn by chance before the model is asked.',
    },
    candidates: {
      label: 'Candidates',
      control: 'integer',
      minimum: 1,
      maximum: 10_000,
      help: 'Places that are drawn around good points, of which the most promising is tried.',
    },
  },
  endless: true,
  misfit: fitsAll,
  propose(parameters: Parameters, history) {
    const known = history.tried.filter(({ pending }) => !pending);
    return known.length < parameters.startup ? randomPoint(history) : mostPromising(parameters, history);
  },
});

function mostPromising({ candidates }: Parameters, { space, seed, tried }: SweepHistory): Point | null {
  const good = goodOf(tried);
  const others = tried.filter((each) => !good.has(each));
  const pointsOf = (of: readonly TriedPoint[]) => of.map(({ point }) => point);
  const inGood = pointsOf([...good]);
  const better = new ParzenEstimator(
    space,
    inGood,
    inGood.map(() => 1),
  );
  const worse = new ParzenEstimator(space, pointsOf(others), weightsByAge(others.length));
  const promise = (place: Place) => {
    const point = pointAt(space, place);
    return better.logDensity(point) - worse.logDensity(point);
  };
  const known = new Set(tried.map(({ point }) => keyOf(space, point)));
  const draw = (attempt: number): Place => {
    const random = new Random(seed, stream, tried.length, attempt);
    const drawn = Array.from({ length: candidates }, () => better.draw(random));
    // In a space of few points the most promising ones are soon tried.
    const fresh = drawn.filter((place) => !known.has(keyOf(space, pointAt(space, place))));
    if (fresh.length === 0) return drawn[0] ?? [];
    return fresh
      .map((place) => ({ place, value: promise(place) }))
      .reduce((best, each) => (each.value > best.value ? each : best)).place;
  };
  return untried(space, pointsOf(tried), new Random(seed, stream, tried.length, -1), draw);
}

/** What is not known yet counts as not good, so that points under way are not crowded around. */
function goodOf(tried: readonly TriedPoint[]): ReadonlySet<TriedPoint> {
  const known = tried.filter(({ pending }) => !pending);
  const ranked = known
    .filter(({ score }) => score !== null)
    .sort((a, b) => (a.score ?? Infinity) - (b.score ?? Infinity));
  return new Set(ranked.slice(0, Math.min(mostGood, Math.ceil(goodShare * known.length))));
}

/** By age, the oldest first. */
function weightsByAge(count: number): number[] {
  const old = Math.max(0, count - newest);
  return Array.from({ length: count }, (_, index) =>
    index < old ? Math.max(1 / count, index / Math.max(1, old - 1)) : 1,
  );
}
