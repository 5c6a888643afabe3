import { unitColumnsOf } from '@shared/network/unitColumns';
import type { PictureOf } from '@shared/pictures/catalogue';
import { byteMaps } from './layers/byteMaps';
import { lookAtPlane } from './layers/inputPlane';
import type { DrawPicture } from './source';

export const drawUnits: DrawPicture<PictureOf<'units'>> = function* (source, step) {
  const { session, network } = source;
  const columns = unitColumnsOf(network);
  const shown = new Set(columns?.map(({ layer }) => layer));
  const plane = lookAtPlane(source, new Int32Array(), (layer) => shown.has(layer));
  if (columns === null || plane === null) throw new Error('the network has no units over a plane');
  yield;
  const weights = new Map(
    session.readState((name) => name.startsWith('parameters/')).map(({ name, values }) => [name, values]),
  );
  const { xRange, yRange, side, layers } = plane;
  return {
    kind: 'units',
    step,
    xRange: [...xRange],
    yRange: [...yRange],
    side,
    columns: columns.map(({ layer, units, dense }) => {
      const values = layers.find(({ id }) => id === layer)?.values ?? new Float32Array();
      return {
        ...{ layer, units, dense },
        kernel: rounded(weights.get(`parameters/${dense}/kernel`)),
        bias: rounded(weights.get(`parameters/${dense}/bias`)),
        // Of every unit, as lines lead to each: of how many there are pictures at all, the columns decide.
        ...byteMaps(values, side * side, units, units),
      };
    }),
  };
};

/** To the digits that a float32 has. */
function rounded(values: Float32Array | undefined): number[] {
  return Array.from(values ?? [], (value) => Number(value.toPrecision(7)));
}
