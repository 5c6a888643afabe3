import { Random } from '../random';

export type Vector = readonly number[];
export type Pair<V> = readonly [V, V];

/** A plane in a space of many dimensions: a point of it, and two directions at right angles, each of length 1. */
export interface PlaneInSpace {
  readonly origin: Vector;
  readonly directions: Pair<Vector>;
  /** Share of the points' variance that lies in it; 1 where they have none. */
  readonly share: number;
}

/** With each the part of a third component shrinks by the ratio of the third variance to the second. */
const mostPasses = 100;
/** What may lie outside the plane of the pass before, as a share of a squared length. */
const settled = 1e-12;

/**
 * The plane of the first two principal components of some points, by orthogonal iteration (Golub and Van Loan, Matrix
 * Computations, section 7.3). Inside the plane the directions are turned, and mirrored, so that the points lie as nearly as
 * they can where the anchors have them (orthogonal Procrustes problem, Schönemann 1966): by themselves components change
 * their signs and places from one moment to the next, and a picture by them would spin.
 * @param anchors a place on the plane for each point
 */
export function principalPlane(points: readonly Vector[], anchors: readonly Pair<number>[]): PlaneInSpace {
  const origin = meanOf(points);
  const centered = points.map((point) => minus(point, origin));
  const found = widest(centered, origin.length);
  const total = centered.reduce((sum, point) => sum + dot(point, point), 0);
  const held = centered.reduce((sum, point) => sum + withinSquared(point, found), 0);
  const scores = centered.map((point): Pair<number> => [dot(point, found[0]), dot(point, found[1])]);
  const [across, up] = turnTowards(scores, anchors);
  return {
    origin,
    directions: [mix(found, across), mix(found, up)],
    share: total === 0 ? 1 : held / total,
  };
}

/** Where a point of the space lies on the plane, or above or below it. */
export function placeOn({ origin, directions }: PlaneInSpace, point: Vector): Pair<number> {
  const from = minus(point, origin);
  return [dot(from, directions[0]), dot(from, directions[1])];
}

/** Two directions at right angles along which centered points vary most. */
function widest(centered: readonly Vector[], dimensions: number): Pair<Vector> {
  const random = new Random(1, 0);
  const drawn = () => Array.from({ length: dimensions }, () => random.normal());
  let pair = atRightAngles([drawn(), drawn()]);
  for (let pass = 0; pass < mostPasses; pass++) {
    const before = pair;
    pair = atRightAngles([pull(centered, before[0]), pull(centered, before[1])]);
    if (pair.every((direction) => dot(direction, direction) - withinSquared(direction, before) < settled))
      break;
  }
  return pair;
}

/** The covariance matrix, but for a factor, times a direction. */
function pull(centered: readonly Vector[], direction: Vector): Vector {
  const sum = new Float64Array(direction.length);
  for (const point of centered) {
    const factor = dot(point, direction);
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + factor * (point[at] ?? 0);
  }
  return [...sum];
}

/** The same plane by directions at right angles (Gram and Schmidt); zero where the two do not span one. */
function atRightAngles([first, second]: Pair<Vector>): Pair<Vector> {
  const across = ofLengthOne(first, 0);
  const along = dot(second, across);
  const rest = second.map((value, at) => value - along * (across[at] ?? 0));
  return [across, ofLengthOne(rest, 1e-9 * Math.sqrt(dot(second, second)))];
}

function ofLengthOne(vector: Vector, least: number): Vector {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => (length > least ? value / length : 0));
}

/**
 * The rotation, or the rotation and mirroring, that brings points nearest to their anchors.
 * @returns what the new directions have of the old ones
 */
function turnTowards(scores: readonly Pair<number>[], anchors: readonly Pair<number>[]): Pair<Pair<number>> {
  const center = meanOf(anchors);
  const sumOf = (score: 0 | 1, axis: 0 | 1) =>
    scores.reduce(
      (sum, each, at) => sum + each[score] * ((anchors[at]?.[axis] ?? 0) - (center[axis] ?? 0)),
      0,
    );
  const [a, b, c, d] = [sumOf(0, 0), sumOf(0, 1), sumOf(1, 0), sumOf(1, 1)];
  const isMirrored = Math.hypot(a - d, b + c) > Math.hypot(a + d, c - b);
  const angle = isMirrored ? Math.atan2(b + c, a - d) : Math.atan2(c - b, a + d);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return isMirrored
    ? [
        [cosine, sine],
        [sine, -cosine],
      ]
    : [
        [cosine, sine],
        [-sine, cosine],
      ];
}

function mix([first, second]: Pair<Vector>, [ofFirst, ofSecond]: Pair<number>): Vector {
  return first.map((value, at) => ofFirst * value + ofSecond * (second[at] ?? 0));
}

/** The squared length of what of a vector lies in a plane. */
function withinSquared(vector: Vector, [first, second]: Pair<Vector>): number {
  return dot(vector, first) ** 2 + dot(vector, second) ** 2;
}

function meanOf(vectors: readonly Vector[]): Vector {
  const sum = (vectors[0] ?? []).map(() => 0);
  for (const vector of vectors) vector.forEach((value, at) => (sum[at] = (sum[at] ?? 0) + value));
  return sum.map((value) => value / vectors.length);
}

function minus(a: Vector, b: Vector): Vector {
  return a.map((value, at) => value - (b[at] ?? 0));
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
