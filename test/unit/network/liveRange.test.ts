import { describe, expect, it } from 'vitest';
import { inferNetwork } from '@shared/network/inference';
import { networkSpecSchema } from '@shared/network/spec';
import { liveRangeOf } from '@shared/network/observation/liveRange';

function rangeOf(kind: string, parameters: object = {}) {
  const network = inferNetwork(
    networkSpecSchema.parse({
      layers: [
        { id: 'input', kind: 'input' },
        { id: 'activation', kind, ...parameters },
      ],
      edges: [['input', 'activation']],
    }),
    { inputShape: [3] },
  );
  const layer = network.layers.find(({ id }) => id === 'activation');
  if (layer === undefined) throw new Error('no such layer');
  return liveRangeOf(layer);
}

describe('where an activation is steep enough to learn through', () => {
  it.each([
    // σ′ = σ(1 − σ) is 5 % of its ¼ at ±4.357; tanh′ = 1 − tanh² at ±2.178; 1/(1 + |x|)² at ±3.472.
    ['sigmoid', [-4.357, 4.357]],
    ['tanh', [-2.178, 2.178]],
    ['softsign', [-3.472, 3.472]],
    ['hardSigmoid', [-3, 3]],
    ['relu', [0, Infinity]],
    // eˣ is 5 % at ln 0.05; so is softplus′ = σ at ln(0.05 / 0.95), and of the scaled SELU eˣ·λα at ln 0.05.
    ['elu', [Math.log(0.05), Infinity]],
    ['selu', [Math.log(0.05), Infinity]],
    ['softplus', [Math.log(0.05 / 0.95), Infinity]],
  ])('is known of %s from its curve', (kind, expected) => {
    const range = rangeOf(kind) ?? [];
    expect(range).toHaveLength(2);
    range.forEach((edge, side) => {
      const wanted = expected[side] ?? NaN;
      expect(edge === wanted || Math.abs(edge - wanted) < 0.04).toBe(true);
    });
  });

  it.each(['leakyRelu', 'dense', 'batchNormalization'])('is everywhere for %s', (kind) => {
    expect(rangeOf(kind, kind === 'dense' ? { units: 2 } : {})).toBeNull();
  });
});
