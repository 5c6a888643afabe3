import type { InferredLayer, InferredNetwork, NetworkFix } from './index';

/**
 * The fix that gives a network another number of outputs, where one parameter decides it: that of the last layer that
 * sets a width, if nothing behind it changes the width. Null elsewhere.
 */
export function fixOutputWidth(network: InferredNetwork, outputs: number): NetworkFix | null {
  const { outputShape } = network;
  const last = lastWithWidth(network);
  const parameter = last?.definition.traits?.width;
  if (last === undefined || parameter === undefined || outputShape?.length !== 1) return null;
  if (outputShape[0] !== last.outputShape.at(-1)) return null;
  return {
    kind: 'setParameters',
    layer: last.id,
    parameters: { [parameter]: outputs },
    title: `Set ${parameter} to ${outputs}`,
  };
}

/** The last layer before the output that sets a width, where only layers with one input follow it. */
function lastWithWidth(network: InferredNetwork): InferredLayer | undefined {
  const find = (id: string | null | undefined) => network.layers.find((layer) => layer.id === id);
  let current = find(network.outputId);
  while (current !== undefined && current.definition.traits?.width === undefined) {
    current = current.from.length === 1 ? find(current.from[0]) : undefined;
  }
  return current;
}
