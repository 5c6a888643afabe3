import { describe, expect, it } from 'vitest';
import type { Ops } from '@shared/ops/ops';
import { randomValues, valuesApart } from './randomValues';
import { runDifferences, runEager, runGraph, type Expression, type Input } from './graphRun';

function input(
  shape: readonly number[],
  options: { from?: number; to?: number; batch?: boolean } = {},
): Input {
  const { from = -2, to = 2, batch = true } = options;
  return { shape, values: randomValues(shape, from, to), batch };
}

/** An expression of one input and one of two, with the types that `it.each` tables lose. */
const one = (formula: <T>(ops: Ops<T>, x: T) => T): Expression =>
  ((ops, x) => formula(ops, x as never)) as Expression;
const two = (formula: <T>(ops: Ops<T>, a: T, b: T) => T): Expression =>
  ((ops, a, b) => formula(ops, a as never, b as never)) as Expression;
const three = (formula: <T>(ops: Ops<T>, a: T, b: T, c: T) => T): Expression =>
  ((ops, a, b, c) => formula(ops, a as never, b as never, c as never)) as Expression;

const apart = (shape: readonly number[], part?: 'first' | 'second'): Input => {
  return { shape, values: valuesApart(shape, 2, part), batch: true };
};

const vectors = apart([4, 5]);
const otherVectors = apart([4, 5], 'second');
const choice = randomValues([4, 5], -1, 1);
const positive = input([4, 5], { from: 0.3, to: 3 });
const row = input([5], { batch: false });
const positiveRow = input([5], { from: 0.4, to: 2, batch: false });
const images = input([2, 7, 6, 4]);
/** Few enough to be apart. */
const smallImages = apart([2, 4, 4, 1]);
const convolution = { strides: [1, 1], padding: 'same', dilations: [1, 1] } as const;
const pooling = { poolSize: [2, 2], strides: [2, 2], padding: 'valid' } as const;

const cases: Readonly<Record<string, readonly [Expression, readonly Input[]]>> = {
  add: [two((ops, a, b) => ops.add(a, b)), [vectors, row]],
  subtract: [two((ops, a, b) => ops.subtract(a, b)), [vectors, row]],
  multiply: [two((ops, a, b) => ops.multiply(a, b)), [vectors, row]],
  divide: [two((ops, a, b) => ops.divide(a, b)), [vectors, positiveRow]],
  'divide by the batch': [two((ops, a, b) => ops.divide(b, a)), [positive, row]],
  maximum: [two((ops, a, b) => ops.maximum(a, b)), [vectors, otherVectors]],
  minimum: [two((ops, a, b) => ops.minimum(a, b)), [vectors, otherVectors]],
  'a column times a row': [two((ops, a, b) => ops.multiply(a, b)), [input([4, 1]), row]],
  negate: [one((ops, x) => ops.negate(x)), [vectors]],
  abs: [one((ops, x) => ops.abs(x)), [vectors]],
  exp: [one((ops, x) => ops.exp(x)), [vectors]],
  log: [one((ops, x) => ops.log(x)), [positive]],
  sqrt: [one((ops, x) => ops.sqrt(x)), [positive]],
  rsqrt: [one((ops, x) => ops.rsqrt(x)), [positive]],
  square: [one((ops, x) => ops.square(x)), [vectors]],
  erf: [one((ops, x) => ops.erf(x)), [vectors]],
  tanh: [one((ops, x) => ops.tanh(x)), [vectors]],
  sigmoid: [one((ops, x) => ops.sigmoid(x)), [vectors]],
  relu: [one((ops, x) => ops.relu(x)), [vectors]],
  leakyRelu: [one((ops, x) => ops.leakyRelu(x, 0.1)), [vectors]],
  elu: [one((ops, x) => ops.elu(x)), [vectors]],
  selu: [one((ops, x) => ops.selu(x)), [vectors]],
  softplus: [one((ops, x) => ops.softplus(x)), [vectors]],
  softsign: [one((ops, x) => ops.softsign(x)), [vectors]],
  softmax: [one((ops, x) => ops.softmax(x)), [vectors]],
  logSoftmax: [one((ops, x) => ops.logSoftmax(x)), [vectors]],
  where: [
    two((ops, a, b) =>
      ops.where(ops.greater(ops.constant(choice, [4, 5]), ops.constant(0)), ops.square(a), b),
    ),
    [input([4, 5], { batch: false }), input([4, 5], { batch: false })],
  ],
  stopGradient: [one((ops, x) => ops.multiply(x, ops.stopGradient(ops.square(x)))), [vectors]],
  'a tensor used three times': [one((ops, x) => ops.multiply(ops.add(x, x), ops.tanh(x))), [vectors]],
  matMul: [two((ops, a, b) => ops.matMul(a, b)), [vectors, input([5, 3], { batch: false })]],
  'matMul, second transposed': [
    two((ops, a, b) => ops.matMul(a, b, { transposeB: true })),
    [vectors, input([3, 5], { batch: false })],
  ],
  'matMul, first transposed': [
    two((ops, a, b) => ops.matMul(a, b, { transposeA: true })),
    [vectors, input([4, 3])],
  ],
  'matMul, both transposed': [
    two((ops, a, b) => ops.matMul(a, b, { transposeA: true, transposeB: true })),
    [input([4, 5]), input([3, 4], { batch: false })],
  ],
  biasAdd: [two((ops, x, bias) => ops.biasAdd(x, bias)), [images, input([4], { batch: false })]],
  conv2d: [
    two((ops, x, w) => ops.conv2d(x, w, convolution)),
    [images, input([3, 3, 4, 5], { batch: false })],
  ],
  'conv2d with strides': [
    two((ops, x, w) => ops.conv2d(x, w, { ...convolution, strides: [2, 2], padding: 'valid' })),
    [images, input([3, 2, 4, 3], { batch: false })],
  ],
  'conv2d with dilation': [
    two((ops, x, w) => ops.conv2d(x, w, { ...convolution, dilations: [2, 2] })),
    [images, input([3, 3, 4, 3], { batch: false })],
  ],
  'conv2d with dilation both ways, without padding': [
    two((ops, x, w) => ops.conv2d(x, w, { ...convolution, dilations: [3, 2], padding: 'valid' })),
    [images, input([2, 3, 4, 3], { batch: false })],
  ],
  'conv2d with an even kernel, dilated one way': [
    two((ops, x, w) => ops.conv2d(x, w, { ...convolution, dilations: [3, 1] })),
    [images, input([2, 3, 4, 2], { batch: false })],
  ],
  'conv2d with taps beyond the image': [
    two((ops, x, w) => ops.conv2d(x, w, { ...convolution, dilations: [4, 9] })),
    [images, input([5, 3, 4, 2], { batch: false })],
  ],
  'conv2d with no tap on the image': [
    two((ops, x, w) => ops.add(x, ops.conv2d(x, w, { ...convolution, dilations: [1, 20] }))),
    [images, input([1, 2, 4, 4], { batch: false })],
  ],
  'conv2d with dilation in groups': [
    two((ops, x, w) => ops.conv2d(x, w, { ...convolution, dilations: [2, 3] })),
    [images, input([3, 3, 2, 4], { batch: false })],
  ],
  'conv2d in groups': [
    two((ops, x, w) => ops.conv2d(x, w, convolution)),
    [images, input([3, 3, 2, 6], { batch: false })],
  ],
  depthwiseConv2d: [
    two((ops, x, w) => ops.depthwiseConv2d(x, w, convolution)),
    [images, input([3, 3, 4, 2], { batch: false })],
  ],
  'depthwiseConv2d with strides': [
    two((ops, x, w) => ops.depthwiseConv2d(x, w, { ...convolution, strides: [2, 2], padding: 'valid' })),
    [images, input([3, 3, 4, 1], { batch: false })],
  ],
  'depthwiseConv2d with two strides': [
    two((ops, x, w) => ops.depthwiseConv2d(x, w, { ...convolution, strides: [1, 2] })),
    [images, input([3, 3, 4, 2], { batch: false })],
  ],
  'depthwiseConv2d with dilation': [
    two((ops, x, w) => ops.depthwiseConv2d(x, w, { ...convolution, dilations: [2, 2] })),
    [images, input([3, 3, 4, 1], { batch: false })],
  ],
  'depthwiseConv2d with taps beyond the image': [
    two((ops, x, w) => ops.depthwiseConv2d(x, w, { ...convolution, dilations: [7, 4] })),
    [images, input([3, 3, 4, 2], { batch: false })],
  ],
  maxPool2d: [one((ops, x) => ops.maxPool2d(x, pooling)), [smallImages]],
  'maxPool2d that overlaps': [
    one((ops, x) => ops.maxPool2d(x, { poolSize: [3, 3], strides: [2, 2], padding: 'same' })),
    [smallImages],
  ],
  averagePool2d: [one((ops, x) => ops.averagePool2d(x, pooling)), [images]],
  'averagePool2d with padding': [
    one((ops, x) => ops.averagePool2d(x, { poolSize: [3, 3], strides: [2, 2], padding: 'same' })),
    [images],
  ],
  upsample2d: [one((ops, x) => ops.upsample2d(x, [2, 3])), [images]],
  batchNormalize: [
    three((ops, x, scale, offset) => ops.batchNormalize(x, scale, offset, 0.001).output),
    [images, input([4], { batch: false }), input([4], { batch: false })],
  ],
  'batchNormalize of vectors': [
    three((ops, x, scale, offset) => ops.batchNormalize(x, scale, offset, 0.001).output),
    [vectors, row, input([5], { batch: false })],
  ],
  sum: [one((ops, x) => ops.sum(ops.exp(x), [1, 2])), [images]],
  'sum of squares': [one((ops, x) => ops.sum(ops.square(x), [0, 1])), [vectors]],
  mean: [one((ops, x) => ops.mean(ops.exp(x), [1, -2])), [images]],
  'mean over the batch': [one((ops, x) => ops.mean(ops.exp(x), [0], true)), [vectors]],
  max: [one((ops, x) => ops.max(x, [1, 2])), [smallImages]],
  'max of equals': [one((ops, x) => ops.max(ops.relu(ops.subtract(x, ops.constant(3))), [1])), [vectors]],
  reshape: [one((ops, x) => ops.square(ops.reshape(x, [null, 168]))), [images]],
  transpose: [one((ops, x) => ops.square(ops.transpose(x, [0, 3, 1, 2]))), [images]],
  concatenate: [two((ops, a, b) => ops.square(ops.concatenate([a, b, a], -1))), [vectors, input([4, 2])]],
  'cross-entropy of softmax': [
    one((ops, x) => {
      const classes = ops.oneHot(ops.argMax(ops.stopGradient(ops.negate(x))), 5);
      return ops.negate(ops.sum(ops.multiply(classes, ops.logSoftmax(x)), [-1]));
    }),
    [vectors],
  ],
  'dropout’s mask': [one((ops, x) => ops.multiply(x, ops.randomUniform(x, { stream: 2 }))), [vectors]],
  'noise by channel': [
    one((ops, x) =>
      ops.multiply(
        ops.randomNormal(x, { stream: 1 }),
        ops.multiply(x, ops.randomUniform(x, { stream: 2 }, [1, 2])),
      ),
    ),
    [images],
  ],
};

/** Largest difference, relative to the largest value. */
function distance(found: readonly number[], expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(0, ...found.map((value, place) => Math.abs(value - (expected[place] ?? NaN)))) / scale;
}

describe('the derivative of each operation', () => {
  it.each(Object.entries(cases))('%s is that of tfjs', (_name, [expression, inputs]) => {
    const found = runGraph(expression, inputs);
    const expected = runEager(expression, inputs);
    expect(distance(found.value, expected.value)).toBeLessThan(1e-5);
    inputs.forEach((_, place) => {
      expect(distance(found.gradients[place] ?? [], expected.gradients[place] ?? [])).toBeLessThan(1e-5);
    });
  });

  // Differences of float32 values leave about three digits: they show that both derivatives mean the right thing,
  // tfjs that ours is right to the last digits.
  // Left out is what a step crosses a kink of, and what differs from the derivative on purpose.
  const kinked = ['max of equals', 'stopGradient'];
  const smooth = Object.entries(cases).filter(([name]) => !kinked.includes(name));
  it.each(smooth)('%s is that of finite differences', (_name, [expression, inputs]) => {
    const { gradients } = runGraph(expression, inputs);
    const expected = runDifferences(expression, inputs, 1e-2);
    inputs.forEach((_, place) =>
      expect(distance(gradients[place] ?? [], expected[place] ?? [])).toBeLessThan(5e-3),
    );
  });
});
