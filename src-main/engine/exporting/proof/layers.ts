import type { LayerReport } from '@shared/contract/exports';
import type { Precision } from '@shared/exporting/onnx';
import type { InferredNetwork } from '@shared/network/inference';
import { sizeOf } from '@shared/ops/shape';
import { differencesOf, largestByRow, toleranceFor, worstRows } from './outputs';

/** Values that the outputs of all layers together may hold. */
const mostValues = 8_000_000;
const mostExamples = 64;

/** How many examples go through the network with every layer's outputs kept. */
export function probeCount(network: InferredNetwork, examples: number): number {
  const values = network.layers.reduce((sum, { outputShape }) => sum + sizeOf(outputShape), 0);
  return Math.max(1, Math.min(examples, mostExamples, Math.floor(mostValues / Math.max(1, values))));
}

/**
 * Compares each layer's outputs, in the network's order.
 * @param ours the trainer's, by the layer's id; `theirs` alike, as far as the file has them
 * @param indices each example's place in the data set
 */
export function compareLayers(
  network: InferredNetwork,
  ours: Readonly<Record<string, Float32Array>>,
  theirs: Readonly<Record<string, Float32Array>>,
  indices: readonly number[],
  precision: Precision,
): LayerReport[] {
  return network.layers.flatMap(({ id, outputShape }): LayerReport[] => {
    const [here, there] = [ours[id], theirs[id]];
    if (here === undefined || there === undefined) return [];
    const differences = differencesOf(here, there);
    const byRow = largestByRow(differences, sizeOf(outputShape));
    const [worst = 0] = worstRows(byRow, 1);
    const largest = byRow[worst] ?? NaN;
    const tolerance = Math.min(toleranceFor(here, precision), Number.MAX_VALUE);
    return [
      {
        layer: id,
        largestDifference: Number.isFinite(largest) ? largest : null,
        tolerance,
        example: indices[worst] ?? worst,
        deviates: !(here.length === there.length && largest <= tolerance),
      },
    ];
  });
}
