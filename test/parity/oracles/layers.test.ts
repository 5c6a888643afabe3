import type { AnyLayerDefinition } from '@shared/network/layer';
import { batchNormalization } from '@shared/network/layers/batchNormalization';
import { dropout } from '@shared/network/layers/dropout';
import { spatialDropout } from '@shared/network/layers/spatialDropout';
import { describe, expect, it } from 'vitest';
import { EagerOps } from '../../../src-main/trainer/eager/ops/eagerOps';
import { bestBackend } from '../../../src-main/trainer/eager/tensorflow';

const backend = bestBackend();
const { tf } = backend;

/** What a layer makes of values while it trains, and what it gives its weights. @param weights all that it has */
function whileTraining(
  layer: AnyLayerDefinition,
  parameters: object,
  values: number[],
  shape: number[],
  weights: Readonly<Record<string, readonly number[]>> = {},
) {
  return tf.tidy(() => {
    const updates: Record<string, number[]> = {};
    const output = layer.forward(
      {
        ops: new EagerOps(backend, { seed: 3, step: 0 }),
        inputs: [tf.tensor(values, shape)],
        weight: (name) => tf.tensor1d([...(weights[name] ?? [])]),
        training: true,
        frozen: false,
        stream: 1,
        update: (name, value) => (updates[name] = [...value.dataSync()]),
      },
      layer.schema.parse(parameters),
    );
    return { output: [...output.dataSync()], updates };
  });
}

describe('dropout as Srivastava et al. have it, inverted', () => {
  const count = 40_000;
  const ones = Array<number>(count).fill(1);

  it.each([
    ['of single values', dropout, [count / 100, 100]],
    ['of whole channels', spatialDropout, [count / 4, 2, 2, 1]],
  ] as const)('%s drops a quarter and makes the others 4/3 as large: the sum stays', (_, layer, shape) => {
    const { output } = whileTraining(layer as AnyLayerDefinition, { rate: 0.25 }, ones, [...shape]);
    const kept = output.filter((value) => value !== 0);
    for (const value of kept) expect(value).toBeCloseTo(4 / 3, 6);
    // Of 10,000 draws the share has a deviation of 0.0043.
    expect(kept.length / count).toBeGreaterThan(0.75 - 5 * 0.0043);
    expect(kept.length / count).toBeLessThan(0.75 + 5 * 0.0043);
  });
});

it('batch normalization keeps nine tenths of its averages, and takes a tenth of the batch’s', () => {
  // Column 1, 3 has mean 2 and variance 1; column 10, 30 has mean 20 and variance 100.
  const { output, updates } = whileTraining(
    batchNormalization as AnyLayerDefinition,
    { momentum: 0.9, epsilon: 1e-12 },
    [1, 10, 3, 30],
    [2, 2],
    { gamma: [1, 2], beta: [0, 5], movingMean: [100, 0], movingVariance: [1, 50] },
  );
  expect(output.map((value) => Number(value.toFixed(4)))).toEqual([-1, 3, 1, 7]);
  expect(updates['movingMean']?.map((value) => Number(value.toFixed(4)))).toEqual([90.2, 2]);
  expect(updates['movingVariance']?.map((value) => Number(value.toFixed(4)))).toEqual([1, 55]);
});
