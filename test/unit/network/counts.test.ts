import { describe, expect, it } from 'vitest';
import { inferNetwork, type InferredNetwork } from '@shared/network/inference';
import { chainOf } from './building';

function inferChain(inputShape: readonly number[], ...layers: readonly object[]): InferredNetwork {
  const network = inferNetwork(chainOf(...layers), { inputShape });
  expect(network.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  return network;
}

const dense = (units: number): object => ({ kind: 'dense', units });
const relu = { kind: 'relu' };

describe('parameters counted by hand', () => {
  it('a 3-4-2 net has (3·4 + 4) + (4·2 + 2) = 26', () => {
    const network = inferChain([3], dense(4), relu, dense(2));
    expect(network.totals.parameterCount).toBe(26);
    expect(network.totals.multiplyAdds).toBe(3 * 4 + 4 * 2);
  });

  it('a 3-4-4-1 net has 16 + 20 + 5 = 41 (CS231n, Neural Networks Part 1)', () => {
    const network = inferChain([3], dense(4), relu, dense(4), relu, dense(1));
    expect(network.layers.map((layer) => layer.parameterCount)).toEqual([0, 16, 0, 20, 0, 5]);
    expect(network.totals.parameterCount).toBe(41);
  });

  it('LeNet-5 on 28×28 digits has 61,706', () => {
    const network = inferChain(
      [28, 28, 1],
      { kind: 'conv2d', filters: 6, kernelSize: 5, padding: 'same' },
      { kind: 'tanh' },
      { kind: 'averagePool2d' },
      { kind: 'conv2d', filters: 16, kernelSize: 5, padding: 'valid' },
      { kind: 'tanh' },
      { kind: 'averagePool2d' },
      { kind: 'flatten' },
      dense(120),
      { kind: 'tanh' },
      dense(84),
      { kind: 'tanh' },
      dense(10),
    );
    expect(network.totals.parameterCount).toBe(61_706);
  });

  it('VGG-16 has 138,357,544 and 15.5 thousand million multiply-adds', () => {
    const blocks = [
      [64, 2],
      [128, 2],
      [256, 3],
      [512, 3],
      [512, 3],
    ] as const;
    const convolutions = blocks.flatMap(([filters, times]) => [
      ...Array.from({ length: times }, () => [{ kind: 'conv2d', filters, kernelSize: 3 }, relu]).flat(),
      { kind: 'maxPool2d' },
    ]);
    const network = inferChain(
      [224, 224, 3],
      ...convolutions,
      { kind: 'flatten' },
      dense(4096),
      relu,
      dense(4096),
      relu,
      dense(1000),
    );
    expect(network.totals.parameterCount).toBe(138_357_544);
    // Convolutions 15,346,630,656 (the 15.3 thousand million of He et al. 2015), dense layers 123,633,664.
    expect(network.totals.multiplyAdds).toBe(15_346_630_656 + 123_633_664);
  });
});

describe('the receptive field', () => {
  it('grows by 2 with each 3×3 convolution, and by 2 pixels a step behind a 2×2 pooling', () => {
    const convolution = { kind: 'conv2d', filters: 4, kernelSize: 3 };
    const network = inferChain(
      [32, 32, 3],
      convolution,
      convolution,
      { kind: 'maxPool2d' },
      convolution,
      { kind: 'flatten' },
      dense(2),
    );
    const sizes = network.layers.map((layer) => layer.receptiveField?.[0] ?? null);
    expect(sizes).toEqual([1, 3, 5, 6, 10, null, null]);
  });
});
