import type { InferredLayer, InferredNetwork } from '@shared/network/inference';
import type { LayerMaps, UnitMaps } from '@shared/pictures/unitMaps';
import { between, featureRange } from './grid';
import type { PictureSource } from './source';

/** Points of a row, and of a column: a map is small. */
const side = 24;
/** More than a person looks at. */
const mostUnits = 64;

/** A map of the plane for each unit of each layer between the inputs and the output; null where the inputs are no plane. */
export function drawUnitMaps({
  data,
  session,
  network,
}: Pick<PictureSource, 'data' | 'session'> & { readonly network: InferredNetwork }): UnitMaps | null {
  if (data.inputShape.join() !== '2') return null;
  const [xRange, yRange] = [featureRange(data, 0, 2), featureRange(data, 1, 2)];
  const grid = new Float32Array(side * side * 2);
  for (let place = 0; place < side * side; place++) {
    grid[2 * place] = between(xRange, place % side, side);
    grid[2 * place + 1] = between(yRange, Math.floor(place / side), side);
  }
  const outputs = session.layerOutputs(grid, side * side);
  const hidden = network.layers.filter(({ id }) => id !== network.inputId && id !== network.outputId);
  const layers = hidden.flatMap((layer) => {
    const values = outputs[layer.id];
    return values === undefined || layer.outputShape.length !== 1 ? [] : [mapsOf(layer, values)];
  });
  return { xRange, yRange, side, layers };
}

function mapsOf({ id, outputShape: [units = 0] }: InferredLayer, values: Float32Array): LayerMaps {
  const points = side * side;
  const shown = Math.min(units, mostUnits);
  const bytes = new Uint8Array(shown * points);
  const ranges = Array.from({ length: shown }, (_, unit): [number, number] => {
    const own = Array.from({ length: points }, (_, point) => finite(values[point * units + unit]));
    const [low, high] = [Math.min(...own), Math.max(...own)];
    own.forEach((value, point) => {
      bytes[unit * points + point] = high === low ? 0 : Math.round((255 * (value - low)) / (high - low));
    });
    return [low, high];
  });
  return { layer: id, units, ranges, values: Buffer.from(bytes).toString('base64') };
}

const finite = (value: number | undefined): number => (Number.isFinite(value) ? (value ?? 0) : 0);
