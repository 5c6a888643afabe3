import { placesOn, principalPlane, type Pair } from '@shared/pictures/layers/principalPlane';
import {
  coordinateSteps,
  type PlaneAnswers,
  type WarpedLayer,
  type WarpedPlane,
} from '@shared/pictures/layers/warpedPlane';
import type { InputPlane, PlaneLayer } from './inputPlane';

/** Where each layer of two units or more puts the plane, and the examples behind it. */
export function drawWarpedPlane(
  { side, layers }: InputPlane,
  labels: readonly number[],
  answers: PlaneAnswers | null,
): WarpedPlane {
  const warped = layers.flatMap((layer) => (layer.units < 2 ? [] : [warp(layer, side)]));
  return { side, labels: [...labels], answers, layers: warped };
}

function warp(layer: PlaneLayer, side: number): WarpedLayer {
  const { id, units } = layer;
  const { places, share } = units === 2 ? asTheyAre(layer) : byComponents(layer, side);
  const [xRange, yRange] = [rangeOf(places, 0), rangeOf(places, 1)];
  const steps = new Uint16Array(2 * places.length);
  places.forEach(([x, y], at) => {
    steps[2 * at] = stepWithin(xRange, x);
    steps[2 * at + 1] = stepWithin(yRange, y);
  });
  return { layer: id, units, share, xRange, yRange, points: Buffer.from(steps.buffer).toString('base64') };
}

interface Placed {
  readonly places: readonly Pair<number>[];
  readonly share: number;
}

function asTheyAre({ values }: PlaneLayer): Placed {
  const places = Array.from({ length: values.length / 2 }, (_, point): Pair<number> => [
    values[2 * point] ?? 0,
    values[2 * point + 1] ?? 0,
  ]);
  return { places, share: 1 };
}

/** On the plane of the principal components of every second row and column of the grid, which lies as the inputs do. */
function byComponents({ values, units }: PlaneLayer, side: number): Placed {
  const half = Math.ceil(side / 2);
  const anchors = Array.from({ length: half * half }, (_, at): Pair<number> => [
    2 * (at % half),
    2 * Math.floor(at / half),
  ]);
  const chosen = new Float64Array(anchors.length * units);
  anchors.forEach(([column, row], at) => {
    const point = row * side + column;
    chosen.set(values.subarray(point * units, (point + 1) * units), at * units);
  });
  const plane = principalPlane({ values: chosen, dimensions: units }, anchors);
  return { places: placesOn(plane, { values, dimensions: units }), share: plane.share };
}

function rangeOf(places: readonly Pair<number>[], axis: 0 | 1): [number, number] {
  const values = places.map((place) => place[axis]);
  return [Math.min(...values), Math.max(...values)];
}

function stepWithin([low, high]: readonly [number, number], value: number): number {
  return high === low ? 0 : Math.round((coordinateSteps * (value - low)) / (high - low));
}
