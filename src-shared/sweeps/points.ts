import type { Random } from '../random';
import type { Dimension, NumberRange, Space, Value } from './space';

/** A value for each field that a sweep varies, by the field's path. */
export type Point = Readonly<Record<string, Value>>;

/** A place in the unit cube: a number from 0 to 1 for each dimension. */
export type Place = readonly number[];

/** Significant digits of numbers out of a continuous range: more than matters, and short enough to be read. */
const digits = 6;
/** Draws until a space with few points is gone through for one that was not tried. */
const mostDraws = 100;

/** How many different points a space has; infinite where a range is continuous. */
export function sizeOf(space: Space): number {
  return space.reduce((product, dimension) => product * countOf(dimension), 1);
}

/** How many different values a dimension has. */
export function countOf(dimension: Dimension): number {
  if (dimension.kind === 'values') return dimension.values.length;
  return dimension.integer ? dimension.high - dimension.low + 1 : Infinity;
}

/** The points of a finite space in order, the last dimension changing first. */
export function pointInOrder(space: Space, index: number): Point {
  let rest = index;
  const entries = space.toReversed().map((dimension): [string, Value] => {
    const count = countOf(dimension);
    const place = rest % count;
    rest = Math.floor(rest / count);
    return [dimension.path, valueInOrder(dimension, place)];
  });
  return Object.fromEntries(entries.reverse());
}

function valueInOrder(dimension: Dimension, index: number): Value {
  return dimension.kind === 'values' ? (dimension.values[index] ?? null) : dimension.low + index;
}

export function pointAt(space: Space, place: Place): Point {
  return Object.fromEntries(
    space.map((dimension, index) => [dimension.path, valueAt(dimension, place[index] ?? 0)]),
  );
}

/** The value at a share of a dimension's extent. */
export function valueAt(dimension: Dimension, unit: number): Value {
  if (dimension.kind === 'values') {
    const index = Math.min(dimension.values.length - 1, Math.floor(unit * dimension.values.length));
    return dimension.values[index] ?? null;
  }
  const [from, to] = extentOf(dimension);
  const number = unscaled(dimension, from + unit * (to - from));
  const rounded = dimension.integer ? Math.round(number) : Number(number.toPrecision(digits));
  return Math.min(dimension.high, Math.max(dimension.low, rounded));
}

/** The part of a dimension's extent that gives a value; as wide as nothing in a continuous range. */
export function cellOf(dimension: Dimension, value: Value): readonly [low: number, high: number] {
  if (dimension.kind === 'values') {
    const count = dimension.values.length;
    const text = JSON.stringify(value);
    const index = dimension.values.findIndex((candidate) => JSON.stringify(candidate) === text);
    return [index / count, (index + 1) / count];
  }
  const [from, to] = extentOf(dimension);
  const unitOf = (number: number) => (scaled(dimension, number) - from) / (to - from);
  const half = dimension.integer ? 0.5 : 0;
  return [unitOf(Number(value) - half), unitOf(Number(value) + half)];
}

/** Whole numbers reach half a step beyond the ends, so that these are as likely as the others. */
function extentOf(dimension: NumberRange): readonly [number, number] {
  const half = dimension.integer ? 0.5 : 0;
  return [scaled(dimension, dimension.low - half), scaled(dimension, dimension.high + half)];
}

function scaled({ logarithmic }: NumberRange, number: number): number {
  return logarithmic ? Math.log(number) : number;
}

function unscaled({ logarithmic }: NumberRange, number: number): number {
  return logarithmic ? Math.exp(number) : number;
}

/** What makes two points the same. */
export function keyOf(space: Space, point: Point): string {
  return JSON.stringify(space.map(({ path }) => point[path] ?? null));
}

/**
 * A point that was not tried: by the same seeds it would only give the same again.
 * @param draw a place for each attempt, from 0 on
 * @returns null where all points of a finite space were tried
 */
export function untried(
  space: Space,
  tried: readonly Point[],
  random: Random,
  draw: (attempt: number) => Place,
): Point | null {
  const known = new Set(tried.map((point) => keyOf(space, point)));
  const size = sizeOf(space);
  if (known.size >= size) return null;
  for (let attempt = 0; attempt < mostDraws; attempt++) {
    const point = pointAt(space, draw(attempt));
    if (!known.has(keyOf(space, point))) return point;
  }
  // Most of a finite space is tried: of the rest, the first from a random one on.
  const first = random.integer(size);
  for (let step = 0; step < size; step++) {
    const point = pointInOrder(space, (first + step) % size);
    if (!known.has(keyOf(space, point))) return point;
  }
  return null;
}

export function randomPlace(space: Space, random: Random): Place {
  return space.map(() => random.uniform());
}
