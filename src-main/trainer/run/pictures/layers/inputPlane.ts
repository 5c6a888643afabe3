import type { LayerId } from '@shared/ids';
import type { InferredLayer } from '@shared/network/inference';
import type { PictureSource } from '../source';
import { between, featureRange } from '../grid';

/** Points of a row, and of a column: pictures of layers are small. Odd, so that every second one reaches both ends. */
const side = 25;

/** What the layers between input and output make of a grid over the plane of the inputs, and of some examples. */
export interface InputPlane {
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly side: number;
  readonly layers: readonly PlaneLayer[];
  /** Likewise of the network's last layer. */
  readonly outputs: Float32Array;
}

export interface PlaneLayer {
  readonly id: InferredLayer['id'];
  readonly units: number;
  /** Points × units: the grid row by row from the smallest y, then the examples. */
  readonly values: Float32Array;
}

/**
 * @param isLookedAt layers of the network; where absent, those between input and output
 * @returns null where the inputs are no plane
 */
export function lookAtPlane(
  { data, session, network }: Pick<PictureSource, 'data' | 'session' | 'network'>,
  examples: Int32Array,
  isLookedAt = (layer: LayerId) => layer !== network.inputId && layer !== network.outputId,
): InputPlane | null {
  if (data.inputShape.join() !== '2') return null;
  const [xRange, yRange] = [featureRange(data, 0, 2), featureRange(data, 1, 2)];
  const grid = Array.from({ length: side * side }, (_, place) => [
    between(xRange, place % side, side),
    between(yRange, Math.floor(place / side), side),
  ]);
  const own = Array.from(examples, (example) => [...data.inputs.subarray(2 * example, 2 * example + 2)]);
  const points = Float32Array.from([...grid, ...own].flat());
  const given = session.layerOutputs(points, points.length / 2);
  const layers = network.layers
    .filter(({ id }) => isLookedAt(id))
    .flatMap(({ id, outputShape }) => {
      const [values, units] = [given[id], outputShape[0]];
      if (values === undefined || units === undefined || outputShape.length !== 1) return [];
      return [{ id, units, values: values.map((value) => (Number.isFinite(value) ? value : 0)) }];
    });
  const outputs = (network.outputId && given[network.outputId]) ?? new Float32Array();
  return { xRange, yRange, side, layers, outputs };
}
