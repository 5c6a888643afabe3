import { warningAt } from '../../network/inference/problems';
import type { Advice } from './advice';
import { behind, layerOf, learnsAffine, traitsOf } from './graph';
import type { InferredLayer, InferredNetwork } from '../../network/inference';

/** Two affine layers with nothing bent between them are one affine layer with more parameters. */
export const noNonlinearity: Advice = (network) =>
  network.layers.flatMap((layer) => {
    const before = learnsAffine(layer) ? affineBefore(network, layer) : null;
    // A depthwise convolution before a 1×1 convolution is a factored one, and meant so.
    if (before === null || traitsOf(before.layer).affine === 'learnedByChannel') return [];
    return [
      warningAt(
        `Nothing non-linear stands between ${before.layer.id} and ${layer.id}: together they are one linear layer`,
        {
          layer: layer.id,
          edge: [before.next.id, layer.id],
          remedy: 'Put a ReLU between them (CS231n, Neural Networks Part 1).',
          fixes: [
            { kind: 'insertLayer', edge: [before.next.id, layer.id], layer: 'relu', title: 'Insert a ReLU' },
          ],
        },
      ),
    ];
  });

/** The affine layer that feeds this one with nothing non-linear between, and the layer just before this one. */
function affineBefore(
  network: InferredNetwork,
  layer: InferredLayer,
): { readonly layer: InferredLayer; readonly next: InferredLayer } | null {
  const next = layerOf(network, layer.from[0] ?? null);
  const before = behind(network, next, keepsAffine);
  return before !== undefined && next !== undefined && learnsAffine(before) ? { layer: before, next } : null;
}

/** Whether an affine layer before it and one behind it still make one affine map. */
function keepsAffine(layer: InferredLayer): boolean {
  const { affine, passesThrough } = traitsOf(layer);
  return affine === 'fixed' || passesThrough === true;
}
