import { placeOn, principalPlane, type Pair, type Vector } from '@shared/pictures/principalPlane';
import { coordinateSteps, type WarpedLayer, type WarpedPlane } from '@shared/pictures/warpedPlane';
import type { InputPlane, PlaneLayer } from './inputPlane';

/** Where each layer of two units or more puts the plane, and the examples behind it. */
export function drawWarpedPlane({ side, layers }: InputPlane, labels: readonly number[]): WarpedPlane {
  const warped = layers.flatMap((layer) => (layer.units < 2 ? [] : [warp(layer, side)]));
  return { side, labels: [...labels], layers: warped };
}

function warp({ id, units, values }: PlaneLayer, side: number): WarpedLayer {
  const points = Array.from({ length: values.length / units }, (_, point) => [
    ...values.subarray(point * units, (point + 1) * units),
  ]);
  const { places, share } = units === 2 ? asTheyAre(points) : byComponents(points, side);
  const [across, up] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [xRange, yRange] = [rangeOf(across), rangeOf(up)];
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

function asTheyAre(points: readonly Vector[]): Placed {
  return { places: points.map(([x = 0, y = 0]) => [x, y]), share: 1 };
}

/** On the plane of the principal components of every second row and column of the grid, which lies as the inputs do. */
function byComponents(points: readonly Vector[], side: number): Placed {
  const chosen = points.flatMap((point, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    return row < side && row % 2 === 0 && column % 2 === 0 ? [{ point, anchor: [column, row] as const }] : [];
  });
  const plane = principalPlane(
    chosen.map(({ point }) => point),
    chosen.map(({ anchor }) => anchor),
  );
  return { places: points.map((point) => placeOn(plane, point)), share: plane.share };
}

function rangeOf(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function stepWithin([low, high]: readonly [number, number], value: number): number {
  return high === low ? 0 : Math.round((coordinateSteps * (value - low)) / (high - low));
}
