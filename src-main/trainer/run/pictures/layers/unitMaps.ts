import type { UnitMaps } from '@shared/pictures/layers/unitMaps';
import { byteMaps } from './byteMaps';
import type { InputPlane } from './inputPlane';

/** A map of the plane for each unit of each layer. */
export function drawUnitMaps({ xRange, yRange, side, layers }: InputPlane): UnitMaps {
  return {
    xRange: [...xRange],
    yRange: [...yRange],
    side,
    layers: layers.map(({ id, units, values }) => ({
      layer: id,
      units,
      ...byteMaps(values, side * side, units),
    })),
  };
}
