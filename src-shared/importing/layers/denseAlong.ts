import type { MappedLayer } from './layerMapping';

/**
 * Keras's dense layer works along the last axis, whatever stands before it; ours takes a row. Along a sequence or an
 * image it is a convolution whose window is one place wide, with the same weights.
 */
export function denseAlong(
  { parameters }: MappedLayer,
  rank: number,
): { layer: MappedLayer; remarks: string[] } | { unknown: string } {
  if (rank > 3) return { unknown: `it works along the last of ${rank} axes; here at most three are known` };
  const { units, ...others } = parameters;
  const kind = rank === 2 ? 'conv1d' : 'conv2d';
  const filters = units === undefined ? 16 : units;
  return {
    layer: { kind, parameters: { ...others, filters, kernelSize: 1, padding: 'valid' } },
    remarks: [
      `it works along the last of ${rank} axes, as a convolution of width 1 does: it is one here, with the same weights`,
    ],
  };
}
