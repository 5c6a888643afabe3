import { warningAt } from '../problems';
import type { Advice } from './advice';
import { isAffine, layerOf } from './graph';
import type { InferredLayer, InferredNetwork } from '../inference';

/** Layers that are affine when predicting, so that an affine layer on both sides still makes one affine map. */
const affineBetween: ReadonlySet<string> = new Set([
  'dropout',
  'spatialDropout',
  'gaussianNoise',
  'flatten',
  'reshape',
  'batchNormalization',
  'averagePool2d',
  'globalAveragePool2d',
]);

/** Two affine layers with nothing bent between them are one affine layer with more parameters. */
export const noNonlinearity: Advice = (network) =>
  network.layers.flatMap((layer) => {
    const before = isAffine(layer) ? affineBefore(network, layer) : null;
    // A depthwise convolution before a 1×1 convolution is a factored one, and meant so.
    if (before === null || before.layer.definition.kind === 'depthwiseConv2d') return [];
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
  let current = next;
  while (current !== undefined && affineBetween.has(current.definition.kind)) {
    current = layerOf(network, current.from[0] ?? null);
  }
  return current !== undefined && next !== undefined && isAffine(current) ? { layer: current, next } : null;
}
