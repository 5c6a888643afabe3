import {
  importOnnx,
  type AttributeValue,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from '@shared/importing';
import { describe, expect, it } from 'vitest';

const tensor = (name: string, dims: readonly number[], values?: readonly number[]): OnnxTensor => {
  const count = dims.reduce((product, size) => product * size, 1);
  return { name, dims, values: Float32Array.from({ length: count }, (_, at) => values?.[at] ?? at / 8) };
};
const integers = (name: string, ...values: number[]): OnnxTensor => ({ name, dims: [values.length], values });

const node = (
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
): OnnxNode => ({
  ...{ name: `the_${operator}`, operator, domain: '', inputs, outputs: [output] },
  attributes: new Map(Object.entries(attributes)),
});

function model(
  nodes: readonly OnnxNode[],
  tensors: readonly OnnxTensor[] = [],
  shape: readonly (number | string)[] = ['n', 4],
  more: Partial<OnnxModel> = {},
): OnnxModel {
  return {
    ...{ name: 'graph', opset: 17, nodes, outputs: ['y'], remarks: [] },
    initializers: new Map(tensors.map((each) => [each.name, each])),
    inputs: [{ name: 'x', shape, type: 'float32' }],
    ...more,
  };
}

const weight = tensor('w', [4, 3]);
const image = ['n', 2, 6, 6];
const filters = tensor('f', [3, 2, 3, 3]);

const kindsOf = (given: OnnxModel) => importOnnx(given).model?.network.layers.map(({ kind }) => kind);
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

describe('an answer of one number without an axis is a row of one here', () => {
  const toOne = node('MatMul', ['x', 'o'], 'a');
  const one = tensor('o', [4, 1]);
  it.each<[string, OnnxModel, readonly string[]]>([
    [
      'behind a squeeze',
      model([toOne, node('Squeeze', ['a', 'last'], 'y')], [one, integers('last', -1)]),
      ['input', 'dense'],
    ],
    [
      'behind a reshape',
      model([toOne, node('Reshape', ['a', 's'], 'y')], [one, integers('s', -1)]),
      ['input', 'dense'],
    ],
    [
      'with a function behind the squeeze',
      model(
        [toOne, node('Squeeze', ['a', 'last'], 'b'), node('Sigmoid', ['b'], 'y')],
        [one, integers('last', -1)],
      ),
      ['input', 'dense', 'sigmoid'],
    ],
  ])('%s', (_what, given, kinds) => {
    const { model: opened } = importOnnx(given);
    expect(opened?.network.layers.map(({ kind }) => kind)).toEqual(kinds);
    expect(opened?.inferred.layers.at(-1)?.outputShape).toEqual([1]);
    expect(opened?.remarks).toEqual(['The output is one number in the file and 1 here.']);
  });
  it('of an image of one place too', () => {
    const nodes = [
      node('Conv', ['x', 'f'], 'a'),
      node('GlobalMaxPool', ['a'], 'b'),
      node('Squeeze', ['b', 's'], 'y'),
    ];
    const given = model(nodes, [tensor('f', [1, 2, 3, 3]), integers('s', 1, 2, 3)], image);
    expect(importOnnx(given).model?.inferred.layers.at(-1)?.outputShape).toEqual([1]);
  });
});

it('a chain of twelve thousand layers is a network', () => {
  const names = Array.from({ length: 12_000 }, (_, at) => `v${at}`);
  const nodes = ['x', ...names].map((from, at) => ({
    ...node('Softmax', [from], names[at] ?? 'y', { axis: -1 }),
    name: `softmax${at}`,
  }));
  expect(importOnnx(model(nodes)).model?.network.layers).toHaveLength(12_002);
});

describe('parts become the layers that they are', () => {
  it('a bias behind a product is the layer’s own', () => {
    const nodes = [node('MatMul', ['x', 'w'], 'a'), node('Add', ['a', 'b'], 'y')];
    const { model: opened } = importOnnx(model(nodes, [weight, tensor('b', [3])]));
    expect(opened?.network.layers).toMatchObject([{ kind: 'input' }, { kind: 'dense', units: 3 }]);
    const [, dense] = opened?.network.layers ?? [];
    expect(opened?.weights.map(({ name }) => name)).toEqual(
      ['kernel', 'bias'].map((name) => `parameters/${dense?.id}/${name}`),
    );
  });
  it('but not where the product is taken elsewhere too', () => {
    const nodes = [
      node('MatMul', ['x', 'w'], 'a'),
      node('Add', ['a', 'b'], 'c'),
      node('Add', ['a', 'c'], 'y'),
    ];
    expect(kindsOf(model(nodes, [weight, tensor('b', [3])]))).toEqual(['input', 'dense', 'rescaling', 'add']);
  });
  it('x·σ(x) is swish, and σ(x)·σ(x) is none', () => {
    const gate = node('Sigmoid', ['x'], 'a');
    expect(kindsOf(model([gate, node('Mul', ['x', 'a'], 'y')]))).toEqual(['input', 'swish']);
    expect(kindsOf(model([gate, node('Mul', ['a', 'a'], 'y')]))).toBeUndefined();
  });
  it('a clip that is far off is no identity', () => {
    const limits = { min: -100, max: 100 };
    const clip = model([node('Clip', ['x'], 'y', limits)], [], ['n', 4], { opset: 7 });
    expect(kindsOf(clip)).toEqual(['input', 'rescaling', 'relu', 'rescaling']);
  });
  it('asking for a shape changes nothing of what a function is of', () => {
    const nodes = [
      node('Mul', ['x', 'scale'], 'r'),
      node('Mul', ['r', 'half'], 'm'),
      node('Shape', ['m'], 's'),
      node('Tanh', ['m'], 't'),
      node('Add', ['t', 'one'], 'p'),
      node('Mul', ['p', 'half'], 'h'),
      node('Reshape', ['h', 's'], 'y'),
    ];
    const numbers = [tensor('scale', [3], [1, 2, 3]), tensor('half', [], [0.5]), tensor('one', [], [1])];
    const given = importOnnx(model(nodes, numbers, ['n', 3]));
    expect(given.model?.network.layers).toMatchObject([
      { kind: 'input' },
      { kind: 'rescaling', scale: [1, 2, 3] },
      { kind: 'sigmoid' },
    ]);
  });
  it('what a node makes of constants alone is the form of GELU that it names', () => {
    const biasOf = (attributes: Readonly<Record<string, AttributeValue>>) => {
      const nodes = [
        node('Gelu', ['c'], 'b', attributes),
        node('MatMul', ['x', 'w'], 'a'),
        node('Add', ['a', 'b'], 'y'),
      ];
      const { model: opened } = importOnnx(
        model(nodes, [weight, tensor('c', [3], [-1, 1, 2])], ['n', 4], { opset: 20 }),
      );
      return opened?.weights.find(({ name }) => name.endsWith('/bias'))?.values;
    };
    // torch.nn.functional.gelu of the same numbers.
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6) as unknown);
    expect([...(biasOf({ approximate: 'tanh' }) ?? [])]).toEqual(
      close([-0.15880801, 0.84119199, 1.95459769]),
    );
    expect([...(biasOf({}) ?? [])]).toEqual(close([-0.15865525, 0.84134475, 1.95449974]));
  });
  it.each([
    [
      'a cast of a function',
      [node('Mul', ['x', 'half'], 'm'), node('Cast', ['m'], 'c', { to: 1 })],
      [0.5, 3, 5],
    ],
    [
      'a multiple of what is added to itself',
      [node('Tanh', ['x'], 't'), node('Add', ['t', 't'], 'd'), node('Mul', ['d', 'half'], 'c')],
      [3, 5],
    ],
  ])('%s that two nodes take is changed for neither by the other', (_what, first, scales) => {
    const nodes = [
      ...first,
      node('Mul', ['c', 'three'], 'a'),
      node('Mul', ['c', 'five'], 'b'),
      node('Concat', ['a', 'b'], 'y', { axis: 1 }),
    ];
    const numbers = [tensor('half', [], [0.5]), tensor('three', [], [3]), tensor('five', [], [5])];
    const { model: opened } = importOnnx(model(nodes, numbers));
    const rescalings = opened?.network.layers.filter(({ kind }) => kind === 'rescaling');
    expect(rescalings?.map((layer) => layer['scale'])).toEqual(scales);
  });
  it('a function that two nodes take is changed for neither by the other', () => {
    const nodes = [
      node('Clip', ['x'], 'a', { min: -1, max: 1 }),
      node('Mul', ['a', 'two'], 'b'),
      node('Concat', ['a', 'b'], 'y', { axis: 1 }),
    ];
    const given = model(nodes, [tensor('two', [], [2])], ['n', 4], { opset: 7 });
    expect(kindsOf(given)).toEqual(['input', 'rescaling', 'relu', 'rescaling', 'rescaling', 'concatenate']);
  });
});
