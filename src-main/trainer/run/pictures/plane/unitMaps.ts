import type { LayerMaps, UnitMaps } from '@shared/pictures/unitMaps';
import type { InputPlane, PlaneLayer } from './inputPlane';

/** More than a person looks at. */
const mostUnits = 64;

/** A map of the plane for each unit of each layer. */
export function drawUnitMaps({ xRange, yRange, side, layers }: InputPlane): UnitMaps {
  return {
    xRange: [...xRange],
    yRange: [...yRange],
    side,
    layers: layers.map((layer) => mapsOf(layer, side * side)),
  };
}

function mapsOf({ id, units, values }: PlaneLayer, points: number): LayerMaps {
  const shown = Math.min(units, mostUnits);
  const bytes = new Uint8Array(shown * points);
  const ranges = Array.from({ length: shown }, (_, unit): [number, number] => {
    const own = Array.from({ length: points }, (_, point) => values[point * units + unit] ?? 0);
    const [low, high] = [Math.min(...own), Math.max(...own)];
    own.forEach((value, point) => {
      bytes[unit * points + point] = high === low ? 0 : Math.round((255 * (value - low)) / (high - low));
    });
    return [low, high];
  });
  return { layer: id, units, ranges, values: Buffer.from(bytes).toString('base64') };
}
