import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { layerIdSchema } from '@shared/ids';
import { inferNetwork, type NetworkProblem } from '@shared/network/inference';
import { layerUnionSchema, parameterProblems, parseLayer } from '@shared/network/parse';
import { networkSpecSchema, type NetworkSpec } from '@shared/network/spec';
import { chainOf, networkOf } from './building';

const image = { inputShape: [32, 32, 3] };
const input = { kind: 'input' };
const dense = { kind: 'dense' };

function errorsOf(spec: NetworkSpec, data: { inputShape?: number[] } | null = image): NetworkProblem[] {
  return inferNetwork(spec, data).problems.filter(({ severity }) => severity === 'error');
}

function onlyError(spec: NetworkSpec, data: { inputShape?: number[] } | null = image): NetworkProblem {
  const errors = errorsOf(spec, data);
  expect(errors.map(({ error }) => error.message)).toHaveLength(1);
  const [first] = errors;
  if (first === undefined) throw new Error('no error');
  return first;
}

describe('a layer that cannot be read', () => {
  it('of an unknown kind is named, with the kind that was probably meant', () => {
    const { error, layer } = onlyError(chainOf({ kind: 'dens' }));
    expect(error.message).toBe('There is no layer of the kind "dens"');
    expect(error.where).toBe('network.layers[1].kind');
    expect(error.remedy).toContain('Did you mean "dense"?');
    expect(layer).toBe('dens1');
  });

  it('with a value out of bounds gives its place in the file', () => {
    const { error } = onlyError(chainOf({ kind: 'relu' }, { kind: 'dense', units: 0 }));
    expect(error.where).toBe('network.layers[2].units');
    expect(error.message).toContain('Units');
    expect(error.remedy).toContain('1');
  });

  it('with a misspelt parameter is an error, not a default', () => {
    const { error } = onlyError(chainOf({ kind: 'dense', unit: 5 }));
    expect(error.where).toBe('network.layers[1].unit');
    expect(error.remedy).toContain('Did you mean "units"?');
  });

  it('with half a pair gives the place within it', () => {
    const { error } = onlyError(chainOf({ kind: 'conv2d', strides: [1, 0] }));
    expect(error.where).toMatch(/^network\.layers\[1\]\.strides/);
  });

  it('leaves the layers before it inferred', () => {
    const network = inferNetwork(chainOf(dense, { kind: 'dense', units: -1 }, { kind: 'relu' }), image);
    expect(network.layers.map(({ id }) => id)).toEqual(['input', 'dense1']);
  });
});

describe('a graph that cannot be computed', () => {
  it('without layers says what to add', () => {
    expect(onlyError(networkOf({}, [])).error.message).toBe('The network has no layers');
  });

  it('without an input says so', () => {
    const messages = errorsOf(networkOf({ a: dense }, [])).map(({ error }) => error.message);
    expect(messages).toEqual(['The network has no input']);
  });

  it('with two inputs offers to remove the second', () => {
    const { fixes, layer } = onlyError(
      networkOf({ a: input, b: input, sum: { kind: 'add' } }, ['a sum', 'b sum']),
    );
    expect(layer).toBe('b');
    expect(fixes).toMatchObject([{ kind: 'removeLayer', layer: 'b' }]);
  });

  it('with a cycle names its layers in order and offers to cut it', () => {
    const spec = networkOf({ in: input, a: { kind: 'add' }, b: dense, c: { kind: 'relu' }, out: dense }, [
      'in a',
      'a b',
      'b c',
      'c a',
      'c out',
    ]);
    const { error, fixes } = onlyError(spec, { inputShape: [16] });
    expect(error.message).toBe('The layers form a cycle: a → b → c → a');
    expect(fixes).toMatchObject([{ kind: 'removeEdge', edge: ['c', 'a'] }]);
  });

  it('with a layer that feeds itself names it', () => {
    const spec = networkOf({ in: input, a: { kind: 'add' } }, ['in a', 'a a']);
    expect(onlyError(spec).error.message).toBe('The layers form a cycle: a → a');
  });

  it('with two layers of one id says which', () => {
    const spec = networkSpecSchema.parse({
      layers: [input, dense, dense].map((layer, i) => ({ id: i === 0 ? 'in' : 'same', ...layer })),
      edges: [['in', 'same']],
    });
    const { error } = onlyError(spec);
    expect(error.message).toBe('Two layers have the id "same"');
    expect(error.where).toBe('network.layers[2].id');
  });

  it('with an edge to a layer that is not there offers to remove the edge', () => {
    const { error, edge, fixes } = onlyError(networkOf({ in: input, a: dense }, ['in a', 'a ghost']));
    expect(error.message).toContain('"ghost"');
    expect(error.where).toBe('network.edges[1]');
    expect(edge).toEqual(['a', 'ghost']);
    expect(fixes).toMatchObject([{ kind: 'removeEdge', edge: ['a', 'ghost'] }]);
  });

  it('with two ends tells of each of them', () => {
    const errors = errorsOf(networkOf({ in: input, a: dense, b: dense }, ['in a', 'in b']));
    expect(errors.map(({ layer }) => layer)).toEqual(['a', 'b']);
    expect(errors[0]?.error.message).toBe('The network ends in 2 places: a, b');
  });

  it('with a layer that nothing leads to tells of that layer alone', () => {
    const { error, layer } = onlyError(networkOf({ in: input, a: dense, loose: dense }, ['in a']));
    expect(error.message).toBe('"loose" is not connected');
    expect(layer).toBe('loose');
  });

  it('with nothing behind the input says so', () => {
    expect(onlyError(networkOf({ in: input }, [])).error.message).toBe(
      'The network has no layer behind its input',
    );
  });

  it('with two edges into a layer that takes one points at the second', () => {
    const spec = networkOf({ in: input, a: dense, b: dense, c: dense }, ['in a', 'in b', 'a c', 'b c']);
    const { error, edge, fixes } = onlyError(spec);
    expect(error.message).toBe('Dense takes one input, gets 2: a, b');
    expect(error.remedy).toContain('Add or Concatenate');
    expect(edge).toEqual(['b', 'c']);
    expect(fixes).toMatchObject([{ kind: 'removeEdge', edge: ['b', 'c'] }]);
  });

  it('with a merge of a single branch says how many it needs', () => {
    const { error } = onlyError(networkOf({ in: input, sum: { kind: 'add' } }, ['in sum']));
    expect(error.message).toBe('Add needs at least 2 inputs, has 1');
  });

  it('with an edge into the input says that it takes none', () => {
    const spec = networkOf({ first: dense, in: input, out: dense }, ['first in', 'in out']);
    const messages = errorsOf(spec).map(({ error }) => error.message);
    expect(messages).toContain('Input takes no layer before it, gets 1: first');
  });
});

describe('shapes that cannot be', () => {
  it('an image before a dense layer: put a Flatten between', () => {
    const { error, edge, fixes } = onlyError(chainOf({ kind: 'conv2d', filters: 16 }, dense));
    expect(error.message).toBe('Dense expects one axis, gets 32×32×16');
    expect(error.remedy).toBe('Put a Flatten between.');
    expect(error.where).toBe('network.layers[2]');
    expect(edge).toEqual(['conv2d1', 'dense2']);
    expect(fixes).toEqual([
      { kind: 'insertLayer', edge: ['conv2d1', 'dense2'], layer: 'flatten', title: 'Insert a Flatten' },
    ]);
  });

  it('a vector before a convolution: a Reshape, or the place before the Flatten', () => {
    const { error } = onlyError(chainOf(dense, { kind: 'conv2d' }));
    expect(error.message).toBe(
      'Convolution 2D expects an image of three axes (height × width × channels), gets 16',
    );
    expect(error.remedy).toContain('Reshape');
  });

  it('a window larger than the image', () => {
    const { error } = onlyError(chainOf({ kind: 'maxPool2d', poolSize: 40 }));
    expect(error.message).toContain('a window of 40×40 does not fit into 32×32');
  });

  it('branches of unlike shapes, with the two shapes', () => {
    const spec = networkOf(
      {
        in: input,
        a: { kind: 'conv2d', filters: 4 },
        b: { kind: 'conv2d', filters: 8 },
        sum: { kind: 'add' },
      },
      ['in a', 'in b', 'a sum', 'b sum'],
    );
    const { error, layer } = onlyError(spec);
    expect(error.message).toBe('Add needs inputs of one shape, gets 32×32×4 and 32×32×8');
    expect(error.remedy).toContain('1×1 convolution');
    expect(layer).toBe('sum');
  });

  it('branches that cannot be joined', () => {
    const spec = networkOf(
      { in: input, a: { kind: 'maxPool2d' }, b: { kind: 'relu' }, both: { kind: 'concatenate' } },
      ['in a', 'in b', 'a both', 'b both'],
    );
    expect(onlyError(spec).error.message).toBe('Concatenate cannot join 16×16×3 and 32×32×3 along axis 3');
  });

  it('a reshape to another number of values', () => {
    const { error } = onlyError(chainOf({ kind: 'reshape', targetShape: [10, 10] }));
    expect(error.message).toBe('Reshape cannot make 10×10 of 32×32×3 (3072 values)');
  });

  it('a rescaling with numbers for other channels', () => {
    const { error } = onlyError(chainOf({ kind: 'rescaling', scale: 2, offset: [0, 1] }));
    expect(error.message).toBe('Rescaling has 2 numbers as its offset, and 32×32×3 has 3 channels');
    expect(error.remedy).toBe('Give one number, or 3.');
  });

  it('groups that do not divide the channels', () => {
    const { error } = onlyError(chainOf({ kind: 'conv2d', filters: 4, groups: 2 }));
    expect(error.message).toContain('2 groups do not divide 3 channels and 4 filters');
  });

  it('strides together with dilation', () => {
    expect(onlyError(chainOf({ kind: 'conv2d', strides: 2, dilation: 2 })).error.remedy).toContain('to 1');
  });

  it('an input with another shape than the data set’s examples offers to take theirs', () => {
    const { error, fixes } = onlyError(networkOf({ in: { kind: 'input', shape: [3] }, a: dense }, ['in a']), {
      inputShape: [2],
    });
    expect(error.message).toBe('The input’s shape is 3, but an example of the data set is 2');
    expect(fixes).toMatchObject([{ kind: 'setParameters', layer: 'in', parameters: { shape: [2] } }]);
  });

  it('an input of which nothing is known', () => {
    expect(onlyError(chainOf(dense), null).error.remedy).toBe('Choose a data set, or set a shape.');
  });
});

describe('an image straight into dense layers', () => {
  it('is handed on as one long row', () => {
    const network = inferNetwork(chainOf({ kind: 'dense', units: 100 }), image);
    expect(network.layers[0]?.outputShape).toEqual([3072]);
    expect(network.totals.parameterCount).toBe(3072 * 100 + 100);
  });

  it('stays an image when a branch wants one', () => {
    const spec = networkOf({ in: input, a: dense, b: { kind: 'conv2d' } }, ['in a', 'in b']);
    expect(inferNetwork(spec, image).layers[0]?.outputShape).toEqual([32, 32, 3]);
  });
});

describe('parseLayer', () => {
  it('fills in the defaults', () => {
    const { parameters } = parseLayer({ id: 'a', kind: 'conv2d', filters: 8 } as never);
    expect(parameters).toEqual({
      filters: 8,
      kernelSize: 3,
      strides: 1,
      padding: 'same',
      dilation: 1,
      groups: 1,
      useBias: true,
      initializer: 'glorotUniform',
    });
  });

  it('throws an AppError that says where', () => {
    const parse = (): unknown =>
      parseLayer({ id: 'a', kind: 'dropout', rate: 1 } as never, 'network.layers[0]');
    expect(parse).toThrow(AppError);
    expect(parse).toThrow(expect.objectContaining({ where: 'network.layers[0].rate' }));
  });
});

describe('the schema of all layers', () => {
  const schema = layerUnionSchema();

  it('takes a layer with its own parameters beside id, name and regularization', () => {
    const layer = { id: 'a', kind: 'dense', name: 'scores', units: 3, regularization: { l2: 0.1 } };
    expect(schema.parse(layer)).toMatchObject(layer);
  });

  it.each([{ id: 'a', kind: 'dense', filters: 3 }, { id: 'a', kind: 'nothing' }, { kind: 'dense' }])(
    'refuses %o',
    (layer) => {
      expect(schema.safeParse(layer).success).toBe(false);
    },
  );
});

describe('a parameter that does not fit', () => {
  it('is told at its field in the words of every other place, not in the schema’s', () => {
    const layer = { id: layerIdSchema.parse('dense'), kind: 'dense', units: 0, useBias: 'yes' };
    expect(parameterProblems(layer)).toEqual({
      units: '0 is too small. Choose at least 1.',
      useBias: '"yes" is not true or false. Put true or false there.',
    });
    expect(parameterProblems({ ...layer, kind: 'nothing' })).toEqual({});
  });
});
