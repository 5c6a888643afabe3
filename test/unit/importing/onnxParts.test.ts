import { importOnnx, type AttributeValue, type OnnxModel } from '@shared/importing';
import { describe, expect, it } from 'vitest';
import { integers, model, node, tensor } from './onnxModel';

const weight = tensor('w', [4, 3]);
const image = ['n', 2, 6, 6];

const kindsOf = (given: OnnxModel) => importOnnx(given).model?.network.layers.map(({ kind }) => kind);

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
