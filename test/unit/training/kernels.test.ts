import { inferNetwork } from '@shared/network/inference';
import { networkSpecSchema } from '@shared/network/spec';
import { kernelsFor } from '@shared/training/computing/kernels';
import { describe, expect, it } from 'vitest';

function kernels(inputShape: readonly number[], ...layers: readonly object[]): string {
  const named = [{ kind: 'input' }, ...layers].map((layer, place) => ({ id: `layer${place}`, ...layer }));
  const edges = named.slice(1).map((layer, place) => [named[place]?.id, layer.id]);
  return kernelsFor(inferNetwork(networkSpecSchema.parse({ layers: named, edges }), { inputShape }));
}

describe('TensorFlow is asked for', () => {
  it.each([
    [{ kind: 'conv2d', filters: 4 }, [8, 8, 3]],
    [{ kind: 'depthwiseConv2d' }, [8, 8, 3]],
    [{ kind: 'conv1d', filters: 4 }, [8, 3]],
  ])('oneDNN’s kernels, where there is %o', (layer, inputShape) => {
    expect(kernels(inputShape, layer, { kind: 'flatten' }, { kind: 'dense', units: 2 })).toBe('oneDnn');
  });

  it('those it takes by itself for the processor, where nothing is convolved', () => {
    expect(kernels([16], { kind: 'dense', units: 100 }, { kind: 'relu' })).toBe('processor');
    expect(kernels([8, 8, 3], { kind: 'maxPool2d' }, { kind: 'flatten' })).toBe('processor');
  });
});
