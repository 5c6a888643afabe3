import type { InferredLayer } from '../inference';

/** A slope below this share of an activation's steepest counts as flat: next to nothing flows back through it. */
const leastSlope = 0.05;

/** An activation whose slope stays above this share of its steepest is a gentler line there, and not flat. */
const vanishingSlope = 0.005;

/** Where activations are looked at, and how finely: beyond, none of them bends any more. */
const [farthest, spacing] = [20, 1 / 128];

/** The inputs between which an activation is not flat; Infinity where it never becomes so. */
export type LiveRange = readonly [number, number];

/**
 * Between which inputs a layer's activation is steep enough to learn through, found from its own curve. Null for layers
 * that are no activation, and for activations that are flat nowhere.
 */
export function liveRangeOf({ definition, parameters }: InferredLayer): LiveRange | null {
  const { curve } = definition;
  if (curve === undefined) return null;
  const points = Array.from({ length: (2 * farthest) / spacing }, (_, index) => index * spacing - farthest);
  const slopes = points.map((x) =>
    Math.abs((curve(x + spacing, parameters) - curve(x, parameters)) / spacing),
  );
  const steepest = slopes.reduce((a, b) => Math.max(a, b), 0);
  const isLive = (slope: number) => slope >= leastSlope * steepest;
  const first = slopes.findIndex(isLive);
  const last = slopes.findLastIndex(isLive);
  const vanishes = (slope = 0) => slope < vanishingSlope * steepest;
  const low = vanishes(slopes[0]) ? (points[first] ?? 0) : -Infinity;
  const high = vanishes(slopes.at(-1)) ? (points[last] ?? 0) + spacing : Infinity;
  return low === -Infinity && high === Infinity ? null : [low, high];
}
