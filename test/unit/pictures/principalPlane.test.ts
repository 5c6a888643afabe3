import { describe, expect, it } from 'vitest';
import {
  placesOn,
  principalPlane,
  type Pair,
  type PlaneInSpace,
} from '@shared/pictures/layers/principalPlane';

type Vector = readonly number[];

/** Three directions at right angles in a space of four, each of length 1. */
const u: Vector = [0.5, 0.5, 0.5, 0.5];
const v: Vector = [0.5, -0.5, 0.5, -0.5];
const w: Vector = [0.5, 0.5, -0.5, -0.5];
const origin: Vector = [1, -2, 3, 10];

/** A grid of the plane that is drawn out along `u` and `v`, and bent a little along `w`: xy has no part of x and y. */
const steps = [-2, -1, 0, 1, 2];
const grid = steps.flatMap((y) => steps.map((x): Pair<number> => [x, y]));
const bent = (x: number, y: number): Vector =>
  origin.map((value, at) => value + 3 * x * (u[at] ?? 0) + 2 * y * (v[at] ?? 0) + 0.5 * x * y * (w[at] ?? 0));
const pointsOf = (points: readonly Vector[]) => ({ values: points.flat(), dimensions: 4 });
const points = pointsOf(grid.map(([x, y]) => bent(x, y)));
const placeOn = (plane: PlaneInSpace, point: Vector) => placesOn(plane, pointsOf([point]))[0]!;

function expectDirections(found: PlaneInSpace['directions'], expected: Pair<Vector>): void {
  for (const side of [0, 1] as const) {
    found[side].forEach((value, at) => expect(value).toBeCloseTo(expected[side][at] ?? NaN, 6));
  }
}

describe('the plane of the first two principal components', () => {
  it('is that along which the points are drawn out most, with the share of their variance that it holds', () => {
    const plane = principalPlane(points, grid);
    expectDirections(plane.directions, [u, v]);
    plane.origin.forEach((value, at) => expect(value).toBeCloseTo(origin[at] ?? NaN, 6));
    // The mean squares of x and y are 2, that of their product 4.
    const held = 9 * 2 + 4 * 2;
    expect(plane.share).toBeCloseTo(held / (held + 0.25 * 4), 6);
    const [x, y] = placeOn(plane, bent(1, -2));
    expect(x).toBeCloseTo(3, 6);
    expect(y).toBeCloseTo(-4, 6);
  });

  it('lies as the anchors do, turned or mirrored, whichever way the points were drawn out', () => {
    const turned = grid.map(([x, y]): Pair<number> => [y, -x]);
    expectDirections(principalPlane(points, turned).directions, [v, u.map((value) => -value)]);
    const mirrored = grid.map(([x, y]): Pair<number> => [-x, y]);
    expectDirections(principalPlane(points, mirrored).directions, [u.map((value) => -value), v]);
  });

  it('is a line where the points lie on one, and a point where they are all the same', () => {
    const line = principalPlane(pointsOf(grid.map(([x]) => bent(x, 0))), grid);
    expect(line.share).toBeCloseTo(1, 6);
    expect(placeOn(line, bent(2, 0)).map(Math.abs)).toEqual([expect.closeTo(6, 6), expect.closeTo(0, 6)]);
    const same = principalPlane(pointsOf(grid.map(() => origin)), grid);
    expect(same.share).toBe(1);
    expect(placeOn(same, origin)).toEqual([0, 0]);
  });
});
