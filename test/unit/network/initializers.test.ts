import { describe, expect, it } from 'vitest';
import { inferNetwork } from '@shared/network/inference';
import { initializeWeights, type InitialWeight } from '@shared/network/initialWeights';
import { fillInitially, initializerKinds, type InitializerSpec } from '@shared/network/initializers';
import { Random } from '@shared/random';
import { chainOf } from './building';

const fanIn = 200;
const fanOut = 300;

function drawn(initializer: InitializerSpec, shape = [fanIn, fanOut], seed = 3): Float32Array {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  fillInitially(values, initializer, { shape, fanIn, fanOut, random: new Random(seed, 0) });
  return values;
}

function statistics(values: Float32Array): { mean: number; deviation: number; largest: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(variance),
    largest: values.reduce((most, v) => Math.max(most, Math.abs(v)), 0),
  };
}

describe('an initializer’s 60,000 values', () => {
  /** Deviation by the papers' formulas; 60,000 draws tell it within about 1 %. */
  it.each([
    ['heNormal', Math.sqrt(2 / fanIn)],
    ['heUniform', Math.sqrt(2 / fanIn)],
    ['glorotNormal', Math.sqrt(2 / (fanIn + fanOut))],
    ['glorotUniform', Math.sqrt(2 / (fanIn + fanOut))],
    ['lecunNormal', Math.sqrt(1 / fanIn)],
    ['normal', 0.05],
    ['uniform', 0.05 / Math.sqrt(3)],
  ] as const)('of %s have mean 0 and the deviation %f', (kind, deviation) => {
    const found = statistics(drawn(kind));
    expect(Math.abs(found.mean)).toBeLessThan((4 * deviation) / Math.sqrt(fanIn * fanOut));
    expect(found.deviation / deviation).toBeGreaterThan(0.985);
    expect(found.deviation / deviation).toBeLessThan(1.015);
  });

  it.each([
    ['heNormal', (2 * Math.sqrt(2 / fanIn)) / 0.87962566],
    ['heUniform', Math.sqrt(6 / fanIn)],
    ['glorotUniform', Math.sqrt(6 / (fanIn + fanOut))],
    ['uniform', 0.05],
  ] as const)('of %s stay within ±%f, and reach for it', (kind, limit) => {
    const { largest } = statistics(drawn(kind));
    expect(largest).toBeLessThanOrEqual(limit * (1 + 1e-6));
    expect(largest).toBeGreaterThan(0.99 * limit);
  });

  it('are not the same for another seed, and are for the same', () => {
    expect(drawn('heNormal', [4, 4], 1)).toEqual(drawn('heNormal', [4, 4], 1));
    expect(drawn('heNormal', [4, 4], 1)).not.toEqual(drawn('heNormal', [4, 4], 2));
  });

  it('take the numbers written beside the kind', () => {
    expect(statistics(drawn({ kind: 'normal', standardDeviation: 2 })).deviation).toBeCloseTo(2, 1);
    const bounded = drawn({ kind: 'uniform', minimum: 1, maximum: 3 });
    expect(Math.min(...bounded.slice(0, 5000))).toBeGreaterThanOrEqual(1);
    expect(statistics(bounded).mean).toBeCloseTo(2, 1);
    expect([...drawn({ kind: 'constant', value: 0.5 }, [3])]).toEqual([0.5, 0.5, 0.5]);
    expect([...drawn('zeros', [2]), ...drawn('ones', [2])]).toEqual([0, 0, 1, 1]);
  });
});

describe('an orthogonal kernel', () => {
  it.each([
    [12, 5, 1],
    [5, 12, 1],
    [8, 8, 2],
  ])('of %i×%i with gain %f has its shorter side at right angles, of that length', (rows, columns, gain) => {
    const values = drawn({ kind: 'orthogonal', gain }, [rows, columns]);
    const at = (row: number, column: number): number => values[row * columns + column] ?? NaN;
    const short = Math.min(rows, columns);
    const long = Math.max(rows, columns);
    const entry = (vector: number, i: number): number => (rows >= columns ? at(i, vector) : at(vector, i));
    for (let a = 0; a < short; a++) {
      for (let b = 0; b < short; b++) {
        let product = 0;
        for (let i = 0; i < long; i++) product += entry(a, i) * entry(b, i);
        expect(product).toBeCloseTo(a === b ? gain * gain : 0, 5);
      }
    }
  });

  it('of a convolution has its filters as columns', () => {
    const values = drawn('orthogonal', [3, 3, 2, 4]);
    let product = 0;
    for (let row = 0; row < 18; row++) product += (values[row * 4] ?? NaN) * (values[row * 4 + 3] ?? NaN);
    expect(product).toBeCloseTo(0, 5);
  });
});

describe('the weights a run starts from', () => {
  const weightsOf = (layers: readonly object[], seed: number): InitialWeight[] =>
    initializeWeights(inferNetwork(chainOf(...layers), { inputShape: [3] }), seed);
  const dense = (units: number): object => ({ kind: 'dense', units, initializer: 'heNormal' });

  it('are named as checkpoints name them, with zero biases', () => {
    const weights = weightsOf([dense(4), dense(2)], 1);
    expect(weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['parameters/dense1/kernel', [3, 4]],
      ['parameters/dense1/bias', [4]],
      ['parameters/dense2/kernel', [4, 2]],
      ['parameters/dense2/bias', [2]],
    ]);
    expect([...(weights[1]?.values ?? [])]).toEqual([0, 0, 0, 0]);
  });

  it('follow from the seed', () => {
    expect(weightsOf([dense(4)], 7)).toEqual(weightsOf([dense(4)], 7));
    expect(weightsOf([dense(4)], 7)).not.toEqual(weightsOf([dense(4)], 8));
  });

  it('stay as they are when a layer is added at the end', () => {
    const short = weightsOf([dense(4), dense(2)], 5);
    const long = weightsOf([dense(4), dense(2), dense(9)], 5);
    expect(long.slice(0, short.length)).toEqual(short);
  });

  it('differ between two layers of one shape', () => {
    const [first, , second] = weightsOf([dense(3), dense(3)], 5);
    expect(first?.values).not.toEqual(second?.values);
  });

  it.each(initializerKinds)('may start as %s', (kind) => {
    const [kernel] = weightsOf([{ kind: 'dense', units: 4, initializer: kind }], 2);
    expect(kernel?.values.every(Number.isFinite)).toBe(true);
  });
});
