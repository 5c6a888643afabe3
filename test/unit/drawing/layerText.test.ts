import { expect, it } from 'vitest';
import { describeParameters } from '@shared/drawing/layerText';
import { findLayerDefinition } from '@shared/network/layers';
import { networkSpecSchema } from '@shared/network/spec';

function told(layer: { readonly kind: string } & Record<string, unknown>): string {
  const [spec] = networkSpecSchema.parse({ layers: [{ id: 'layer', ...layer }], edges: [] }).layers;
  if (spec === undefined) throw new Error('the network has no layer');
  return describeParameters(spec, findLayerDefinition(spec.kind));
}

it.each([
  [{ kind: 'conv1d', filters: 16, kernelSize: 5 }, '16 filters · 5'],
  [{ kind: 'conv2d', filters: 16, kernelSize: 5 }, '16 filters · 5×5'],
  [{ kind: 'conv2d', filters: 16, kernelSize: [1, 5] }, '16 filters · 1×5'],
  [{ kind: 'depthwiseConv2d', kernelSize: 3 }, '3×3'],
  [{ kind: 'maxPool2d', poolSize: 2 }, '2×2'],
  [{ kind: 'averagePool2d', poolSize: [2, 3], strides: 2 }, '2×3 · stride 2'],
])('tells a window by as many sides as the layer gives it: %o', (layer, text) => {
  expect(told(layer)).toBe(text);
});
