import { Random } from '../../random';

export type Pair<V> = readonly [V, V];
type Vector = Float64Array;

/** Points of a space of many dimensions, one behind another. */
export interface Points {
  readonly values: ArrayLike<number>;
  readonly dimensions: number;
}

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
export function principalPlane(points: Points, anchors: readonly Pair<number>[]): PlaneInSpace {
  const origin = meanOf(points);
  const centered = Float64Array.from(points.values, (value, at) => value - (origin[at % origin.length] ?? 0));
  const found = widest(centered, origin.length);
  const flat: PlaneInSpace = { origin: new Float64Array(origin.length), directions: found, share: 1 };
  const scores = placesOn(flat, { values: centered, dimensions: origin.length });
  const [across, up] = turnTowards(scores, anchors);
  const total = dot(centered, centered);
  const held = scores.reduce((sum, [x, y]) => sum + x * x + y * y, 0);
  return {
    origin,
    directions: [mix(found, across), mix(found, up)],
    share: total === 0 ? 1 : held / total,
  };
}

/** Where points of the space lie on the plane, or above or below it. */
export function placesOn(
  { origin, directions }: PlaneInSpace,
  { values, dimensions }: Points,
): Pair<number>[] {
  const [across, up] = directions;
  const [left, low] = [dot(origin, across), dot(origin, up)];
  return Array.from({ length: values.length / dimensions }, (_, point) => [
    dot(across, values, point * dimensions) - left,
    dot(up, values, point * dimensions) - low,
  ]);
}

/** Two directions at right angles along which centered points vary most. */
function widest(centered: Vector, dimensions: number): Pair<Vector> {
  const random = new Random(1, 0);
  const drawn = () => Float64Array.from({ length: dimensions }, () => random.normal());
  let pair = atRightAngles([drawn(), drawn()]);
  for (let pass = 0; pass < mostPasses; pass++) {
    const before = pair;
    pair = atRightAngles([pull(centered, before[0]), pull(centered, before[1])]);
    if (pair.every((direction) => outsideSquared(direction, before) < settled)) break;
  }
  return pair;
}

/** The covariance matrix, but for a factor, times a direction. */
function pull(centered: Vector, direction: Vector): Vector {
  const sum = new Float64Array(direction.length);
  for (let begin = 0; begin < centered.length; begin += sum.length) {
    const factor = dot(direction, centered, begin);
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + factor * (centered[begin + at] ?? 0);
  }
  return sum;
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

/** The squared length of what of a vector is not in a plane. */
function outsideSquared(vector: Vector, [first, second]: Pair<Vector>): number {
  return dot(vector, vector) - dot(vector, first) ** 2 - dot(vector, second) ** 2;
}

/**
 * The rotation, or the rotation and mirroring, that brings points nearest to their anchors.
 * @returns what the new directions have of the old ones
 */
function turnTowards(scores: readonly Pair<number>[], anchors: readonly Pair<number>[]): Pair<Pair<number>> {
  const center = meanOf({ values: anchors.flat(), dimensions: 2 });
  const sumOf = (score: 0 | 1, axis: 0 | 1) =>
    scores.reduce(
      (sum, each, at) => sum + each[score] * ((anchors[at]?.[axis] ?? 0) - (center[axis] ?? 0)),
      0,
    );
  const [a, b, c, d] = [sumOf(0, 0), sumOf(0, 1), sumOf(1, 0), sumOf(1, 1)];
  const isMirrored = Math.hypot(a - d, b + c) > Math.hypot(a + d, c - b);
  const angle = isMirrored ? Math.atan2(b + c, a - d) : Math.atan2(c - b, a + d);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const up: Pair<number> = isMirrored ? [sine, -cosine] : [-sine, cosine];
  return [[cosine, sine], up];
}

function mix([first, second]: Pair<Vector>, [ofFirst, ofSecond]: Pair<number>): Vector {
  return first.map((value, at) => ofFirst * value + ofSecond * (second[at] ?? 0));
}

function meanOf({ values, dimensions }: Points): Vector {
  const sum = new Float64Array(dimensions);
  for (let at = 0; at < values.length; at++)
    sum[at % dimensions] = (sum[at % dimensions] ?? 0) + (values[at] ?? 0);
  return sum.map((value) => value / (values.length / dimensions));
}

/** Of a vector and that many values from a place on. */
function dot(vector: Vector, values: ArrayLike<number>, begin = 0): number {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (vector[at] ?? 0) * (values[begin + at] ?? 0);
  return sum;
}
