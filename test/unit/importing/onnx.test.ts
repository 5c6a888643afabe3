import { importOnnx, type AttributeValue, type OnnxModel } from '@shared/importing';
import { describe, expect, it } from 'vitest';
import { integers, model, node, tensor } from './onnxModel';

const weight = tensor('w', [4, 3]);
const image = ['n', 2, 6, 6];
const filters = tensor('f', [3, 2, 3, 3]);

const remarksOf = (given: OnnxModel) => importOnnx(given).model?.remarks;

describe('a graph that would not be the same here is refused by node and reason', () => {
  const ofTraining = new Map<string, AttributeValue>([['training_mode', 1]]);
  const vectors = ['g', 'b', 'm', 'v'].map((name) => tensor(name, [4], [1, 1, 1, 1]));
  it.each<[string, OnnxModel, string]>([
    ['an operator that is none here', model([node('Einsum', ['x'], 'y')]), 'there is no such operator here'],
    [
      'an operator of another program’s own',
      model([{ ...node('Gelu', ['x'], 'y'), domain: 'com.microsoft' }]),
      'com.microsoft',
    ],
    ['an attribute that is not known', model([node('Relu', ['x'], 'y', { slope: 2 })]), 'slope'],
    ['an input too many', model([node('Relu', ['x', 'w'], 'y')], [weight]), 'input 2'],
    ['quantized numbers', model([node('QLinearMatMul', ['x'], 'y')]), 'quantized'],
    ['a logarithm of probabilities', model([node('LogSoftmax', ['x'], 'y')]), 'belongs to the loss'],
    [
      'batch normalization in training',
      model(
        [{ ...node('BatchNormalization', ['x', 'g', 'b', 'm', 'v'], 'y'), attributes: ofTraining }],
        vectors,
      ),
      'in training',
    ],
    ['SELU with constants of its own', model([node('Selu', ['x'], 'y', { alpha: 2 })]), 'not those of SELU'],
    [
      'a pool whose padding could win',
      model(
        [node('MaxPool', ['x'], 'y', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] })],
        [],
        image,
      ),
      'neither "same" nor none',
    ],
    [
      'means that leave out other pads',
      model(
        [node('AveragePool', ['x'], 'y', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] })],
        [],
        image,
      ),
      'leave out pads',
    ],
    [
      'edges that repeat',
      model([node('Pad', ['x', 'p'], 'y', { mode: 'reflect' })], [integers('p', 0, 0, 0, 1)]),
      'reflect',
    ],
    [
      'examples that are put together',
      model([node('Reshape', ['x', 's'], 'y')], [integers('s', -1, 2)]),
      'puts examples together',
    ],
    [
      'an axis of the examples that moves',
      model([node('Transpose', ['x'], 'y', { perm: [1, 0] })]),
      'axis of the examples',
    ],
    [
      'a weight of another size',
      model([node('MatMul', ['x', 'w'], 'y')], [tensor('w', [5, 3])]),
      'does not fit',
    ],
    ['a product of two that are computed', model([node('MatMul', ['x', 'x'], 'y')]), 'constant is needed'],
    ['a square', model([node('Mul', ['x', 'x'], 'y')]), 'squares'],
    ['a function of no layer here', model([node('Exp', ['x'], 'y')]), 'there is no such layer'],
    [
      'a value that stretches over another',
      model([node('GlobalAveragePool', ['x'], 'a'), node('Mul', ['x', 'a'], 'y')], [], image),
      'stretches',
    ],
    [
      'constants that stretch to anything',
      model(
        [node('Add', ['a', 'b'], 'c'), node('Add', ['x', 'c'], 'y')],
        [tensor('a', [4000, 1]), tensor('b', [1, 4000])],
      ),
      'makes a constant of 4000×4000',
    ],
    [
      'a graph inside an attribute',
      model([node('Relu', ['x'], 'y', { body: { other: 'a graph' } })]),
      'body',
    ],
  ])('%s', (_what, given, reason) => {
    const { model: opened, survey } = importOnnx(given);
    expect(opened).toBeNull();
    expect(survey.unknown).toHaveLength(1);
    expect(survey.unknown[0]).toMatchObject({
      name: expect.stringMatching(/^the_/) as unknown,
      reason: expect.stringContaining(reason) as unknown,
    });
  });

  it('with every such node at once, and nothing of what follows from them', () => {
    const nodes = [
      node('Einsum', ['x'], 'a'),
      node('Relu', ['a'], 'b'),
      node('Exp', ['b'], 'c'),
      node('Loop', ['c'], 'y'),
    ];
    const { survey } = importOnnx(model(nodes));
    expect(survey.unknown.map(({ className }) => className)).toEqual(['Einsum', 'Loop']);
  });
});

describe('a model that is no network here is refused as a whole', () => {
  const identity = [node('Relu', ['x'], 'y')];
  const input = { name: 'x', shape: ['n', 4], type: 'float32' };
  it.each<[string, Partial<OnnxModel>, string]>([
    ['an opset before 7', { opset: 6 }, 'opset 6'],
    ['an opset after 22', { opset: 23 }, 'opset 23'],
    ['several inputs', { inputs: [input, { ...input, name: 'z' }] }, '2 inputs: "x", "z"'],
    ['several outputs', { outputs: ['y', 'x'] }, '2 outputs'],
    ['an axis of open size', { inputs: [{ ...input, shape: ['n', 'width'] }] }, 'axis 1 open (width)'],
    ['whole numbers as input', { inputs: [{ ...input, type: 'int64' }] }, 'int64'],
    [
      'examples beyond all bounds',
      { inputs: [{ ...input, shape: ['n', 1e9, 1e9] }] },
      '1000000000×1000000000',
    ],
  ])('%s', (_what, more, words) => {
    expect(() => importOnnx(model(identity, [], ['n', 4], more))).toThrow(words);
  });
  it('an output that does not follow from the input', () => {
    const constant = [node('Add', ['a', 'a'], 'y')];
    for (const nodes of [constant, []]) {
      expect(() => importOnnx(model(nodes, [tensor('a', [4])]))).toThrow(
        'The output does not follow from the input',
      );
    }
  });
  it('nodes that feed each other', () => {
    const nodes = [node('Add', ['x', 'b'], 'a'), node('Relu', ['a'], 'b'), node('Relu', ['b'], 'y')];
    expect(() => importOnnx(model(nodes))).toThrow('circle');
  });
});

describe('what is not quite as it was is said', () => {
  const dense = node('MatMul', ['x', 'w'], 'y');
  it('of weights and nodes that are used nowhere', () => {
    const nodes = [dense, node('Relu', ['y'], 'dead')];
    expect(remarksOf(model(nodes, [weight, tensor('more', [2])]))).toEqual([
      '1 weights of the file are used nowhere and left out: more.',
      '1 nodes lead to no output and are left out: the_Relu.',
    ]);
  });
  it('of images whose channels were first', () => {
    expect(remarksOf(model([node('Conv', ['x', 'f'], 'y')], [filters], image))).toEqual([
      'The input is 2×6×6 in the file and 6×6×2 here.',
      'The output is 3×4×4 in the file and 4×4×3 here.',
    ]);
  });
  it('of weights that layers share', () => {
    const nodes = [node('MatMul', ['x', 's'], 'a'), node('MatMul', ['a', 's'], 'y')];
    expect(remarksOf(model(nodes, [tensor('s', [4, 4])]))).toEqual([
      expect.stringContaining('share weights'),
    ]);
  });
  it('of a number of examples', () => {
    expect(remarksOf(model([dense], [weight], [5, 4]))).toEqual([
      expect.stringContaining('5 examples at once'),
    ]);
  });
});
