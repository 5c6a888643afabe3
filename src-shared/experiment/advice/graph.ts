import type { LayerId } from '../../ids';
import type { AnyLayerTraits } from '../../network/layer';
import type { InferredLayer, InferredNetwork } from '../../network/inference';

export function traitsOf(layer: InferredLayer): AnyLayerTraits {
  return layer.definition.traits ?? {};
}

/** Whether it learns an affine map: without an activation between them, two are no more than one. */
export function learnsAffine(layer: InferredLayer): boolean {
  const { affine } = traitsOf(layer);
  return affine === 'learned' || affine === 'learnedByChannel';
}

/** Layers whose learned weights make features: those by which the depth of a net is counted. */
export function isWeighted(layer: InferredLayer): boolean {
  const { group } = layer.definition;
  return group === 'dense' || group === 'convolution';
}

export function layerOf(network: InferredNetwork, id: LayerId | null): InferredLayer | undefined {
  return network.layers.find((layer) => layer.id === id);
}

/** The layer itself, or the first before it, along the first inputs, that is not to be skipped. */
export function behind(
  network: InferredNetwork,
  layer: InferredLayer | undefined,
  skipped: (layer: InferredLayer) => boolean,
): InferredLayer | undefined {
  let current = layer;
  while (current !== undefined && skipped(current)) current = layerOf(network, current.from[0] ?? null);
  return current;
}

/** What decides the output: the last layer that does more than pass values on. */
export function lastActing(network: InferredNetwork): InferredLayer | undefined {
  const output = layerOf(network, network.outputId);
  return behind(network, output, (layer) => traitsOf(layer).passesThrough === true);
}
