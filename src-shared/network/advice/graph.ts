import type { LayerId } from '../../ids';
import type { InferredLayer, InferredNetwork } from '../inference';

/** Layers that learn an affine map: without an activation between them, two are no more than one. */
const affineKinds: ReadonlySet<string> = new Set(['dense', 'conv2d', 'depthwiseConv2d', 'conv1d']);

export function isAffine(layer: InferredLayer): boolean {
  return affineKinds.has(layer.definition.kind);
}

/** Layers with learnt weights that make features: those by which the depth of a net is counted. */
export function isWeighted(layer: InferredLayer): boolean {
  return isAffine(layer) || layer.definition.kind === 'maxout';
}

export function layerOf(network: InferredNetwork, id: LayerId | null): InferredLayer | undefined {
  return network.layers.find((layer) => layer.id === id);
}

/** Layers that change no value's meaning when predicting: what stands before them is what counts. */
const passingKinds: ReadonlySet<string> = new Set([
  'dropout',
  'spatialDropout',
  'gaussianNoise',
  'flatten',
  'reshape',
]);

/** The layer itself, or the first before it that does more than pass values on. */
export function behindPassing(network: InferredNetwork, layer: InferredLayer): InferredLayer {
  let current = layer;
  while (passingKinds.has(current.definition.kind)) {
    const before = layerOf(network, current.from[0] ?? null);
    if (before === undefined) break;
    current = before;
  }
  return current;
}

/** The last layer with weights before the output, along the first inputs. */
export function lastWeighted(network: InferredNetwork): InferredLayer | undefined {
  let current = layerOf(network, network.outputId);
  while (current !== undefined && !isWeighted(current)) current = layerOf(network, current.from[0] ?? null);
  return current;
}

/** Losses that take scores of any size and sign, as the last layer gives them. */
const lossesOnScores: ReadonlySet<string> = new Set([
  'softmaxCrossEntropy',
  'sigmoidCrossEntropy',
  'hinge',
  'squaredHinge',
  'multiclassHinge',
]);

export function takesScores(loss: string | undefined): boolean {
  return loss !== undefined && lossesOnScores.has(loss);
}
