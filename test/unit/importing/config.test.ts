import { importModel, surveyModel } from '@shared/importing';
import { parseLayer } from '@shared/network/parse';
import { describe, expect, it } from 'vitest';

type Config = Readonly<Record<string, unknown>>;

/** A chain as Keras 2 stores it, its first layer with the shape of an example. */
function chain(
  shape: readonly number[],
  layers: readonly (readonly [className: string, config: Config])[],
  more = {},
) {
  return {
    class_name: 'Sequential',
    keras_version: '2.15.0',
    config: {
      name: 'chain',
      layers: [
        {
          class_name: 'InputLayer',
          config: { name: 'input', batch_input_shape: [null, ...shape], dtype: 'float32' },
        },
        ...layers.map(([class_name, config], index) => ({
          class_name,
          config: { name: `layer${index}`, trainable: true, ...config },
        })),
      ],
      ...more,
    },
  };
}

const opened = (...given: Parameters<typeof chain>) => importModel(chain(...given));
const reasons = (...given: Parameters<typeof chain>) =>
  surveyModel(chain(...given)).unknown.map(({ reason }) => reason);

const dense = { units: 4, activation: 'linear', use_bias: true };
const convolution = { filters: 4, kernel_size: [3, 3], strides: [1, 1], padding: 'valid' };

/** What Keras’s documentation gives as the default of each class that has a number under its root. */
it.each([
  ['BatchNormalization', 0.001],
  ['LayerNormalization', 0.001],
])('%s whose epsilon is not written has Keras’s, %d', (className, epsilon) => {
  const [, layer] = opened([3], [[className, {}]]).network.layers;
  expect(parseLayer(layer!).parameters).toMatchObject({ epsilon });
});

describe('every key of a layer’s configuration is accounted for', () => {
  it('refuses a key that it has never heard of, by its name', () => {
    expect(reasons([3], [['Dense', { ...dense, sparsity: 0.5 }]])).toEqual([
      'its sparsity = 0.5 is not supported',
    ]);
  });
  it('takes the groups that Keras 2 writes of depthwise convolutions, as of MobileNet’s, and no others', () => {
    const depthwise = { kernel_size: [3, 3], depth_multiplier: 1 };
    expect(reasons([8, 8, 2], [['DepthwiseConv2D', { ...depthwise, groups: 1 }]])).toEqual([]);
    expect(reasons([8, 8, 2], [['DepthwiseConv2D', { ...depthwise, groups: 2 }]])).toEqual([
      'its groups = 2 is not supported',
    ]);
  });
  it('takes a key that is null for one that is not there', () => {
    expect(reasons([3], [['Dense', { ...dense, quantization_config: null }]])).toEqual([]);
  });
  it.each([
    [
      'causal padding',
      [8, 2],
      'Conv1D',
      { filters: 2, kernel_size: [3], padding: 'causal' },
      'padding = "causal"',
    ],
    [
      'channels first in pooling',
      [8, 8, 2],
      'MaxPooling2D',
      { data_format: 'channels_first' },
      'data_format',
    ],
    ['a ReLU with a threshold', [3], 'ReLU', { threshold: 0.5 }, 'threshold = 0.5'],
    ['a dtype of whole numbers', [3], 'Dense', { ...dense, dtype: 'int8' }, 'dtype is int8'],
    ['too many units', [3], 'Dense', { ...dense, units: 1e9 }, 'units = 1000000000'],
  ])('refuses %s', (_what, shape, className, config, reason) => {
    const [found = ''] = reasons(shape, [[className, config]]);
    expect(found).toContain(reason);
  });
});

describe('the axis of a normalization', () => {
  it.each([
    ['BatchNormalization', [8, 8, 3], 1],
    ['BatchNormalization', [8, 8, 3], [1]],
    ['LayerNormalization', [8, 8, 3], [1, 2]],
    ['LayerNormalization', [5, 4], 1],
    ['Softmax', [5, 4], 1],
  ])('refuses %s on %j along %j', (className, shape, axis) => {
    expect(reasons(shape, [[className, { axis }]])[0]).toMatch(/works along axis 1/);
  });
  it.each([
    ['BatchNormalization', [8, 8, 3], 3],
    ['BatchNormalization', [8, 8, 3], [3]],
    ['BatchNormalization', [7], 1],
    ['LayerNormalization', [5, 4], [2]],
    ['LayerNormalization', [5, 4], -1],
    ['Softmax', [5, 4], 2],
  ])('takes %s on %j along %j, which is the last', (className, shape, axis) => {
    expect(reasons(shape, [[className, { axis }]])).toEqual([]);
  });
  it('is followed through layers that change the number of axes', () => {
    const flat = [
      ['Flatten', {}],
      ['BatchNormalization', { axis: 1 }],
    ] as const;
    expect(reasons([8, 8, 3], flat)).toEqual([]);
    const rows = [
      ['Reshape', { target_shape: [24, 8] }],
      ['BatchNormalization', { axis: 1 }],
    ] as const;
    expect(reasons([8, 8, 3], rows)).toHaveLength(1);
  });
});

describe('what holds weights down', () => {
  const layerOf = (config: Config) => opened([3], [['Dense', { ...dense, ...config }]]);
  const regularizationOf = (config: Config) => layerOf(config).network.layers.at(-1)?.regularization;
  const remarksOf = (config: Config) => layerOf(config).remarks.join(' ');

  it.each([
    [
      'L2 of Keras, λ‖W‖², is ours with twice the λ, as ours is halved',
      { class_name: 'L2', config: { l2: 0.005 } },
      { l2: 0.01 },
    ],
    ['L1 is the same', { class_name: 'L1', config: { l1: 0.25 } }, { l1: 0.25 }],
    ['both', { class_name: 'L1L2', config: { l1: 0.5, l2: 0.25 } }, { l1: 0.5, l2: 0.5 }],
    ['the name alone has Keras’s own strength', 'l2', { l2: 0.02 }],
    ['so has l1_l2', 'l1_l2', { l1: 0.01, l2: 0.02 }],
  ])('%s', (_what, kernel_regularizer, expected) => {
    expect(regularizationOf({ kernel_regularizer })).toEqual(expected);
  });
  it('reads the largest norm', () => {
    const kernel_constraint = { class_name: 'MaxNorm', config: { max_value: 3, axis: 0 } };
    expect(regularizationOf({ kernel_constraint })).toEqual({ maxNorm: 3 });
  });
  it.each([
    ['MinMaxNorm', { class_name: 'MinMaxNorm', config: { min_value: 0, max_value: 3, rate: 1, axis: 0 } }],
    ['UnitNorm', { class_name: 'UnitNorm', config: { axis: 0 } }],
    ['NonNeg', { class_name: 'NonNeg', config: {} }],
    ['MaxNorm', { class_name: 'MaxNorm', config: { max_value: 3, axis: 1 } }],
  ])('makes no largest norm of %s of another kind, and says that it is lost', (name, kernel_constraint) => {
    expect(regularizationOf({ kernel_constraint })).toBeUndefined();
    expect(remarksOf({ kernel_constraint })).toMatch(new RegExp(`kernel constraint \\(${name}.* is lost`));
  });
  it('takes a convolution’s largest norm only where it goes over a whole filter', () => {
    const constraint = (axis: unknown) => ({ class_name: 'MaxNorm', config: { max_value: 2, axis } });
    const conv = (axis: unknown) =>
      opened(
        [8, 8, 3],
        [['Conv2D', { ...convolution, kernel_constraint: constraint(axis) }]],
      ).network.layers.at(-1);
    expect(conv([0, 1, 2])?.regularization).toEqual({ maxNorm: 2 });
    expect(conv(0)?.regularization).toBeUndefined();
  });
  it.each(['activity_regularizer', 'bias_regularizer'])('says that %s is lost', (key) => {
    expect(remarksOf({ [key]: { class_name: 'L2', config: { l2: 0.01 } } })).toContain(
      `${key.replace('_', ' ')} (L2`,
    );
  });
  it('says that a regularizer of another kind is lost', () => {
    const kernel_regularizer = { class_name: 'OrthogonalRegularizer', config: { factor: 0.1, mode: 'rows' } };
    expect(remarksOf({ kernel_regularizer })).toContain('OrthogonalRegularizer');
  });
});

describe('other things that would change the training', () => {
  it('keeps a layer that is not trainable frozen, and counts it so', () => {
    const { network, inferred } = opened(
      [3],
      [
        ['Dense', { ...dense, trainable: false }],
        ['Dense', dense],
      ],
    );
    expect(network.layers.map(({ trainable }) => trainable)).toEqual([undefined, false, undefined]);
    expect(inferred.totals).toMatchObject({ parameterCount: 16 + 20, trainableCount: 20 });
  });
  it('freezes every layer of a model that is not trainable', () => {
    const { inferred } = opened(
      [3],
      [
        ['Dense', dense],
        ['Dense', dense],
      ],
      { trainable: false },
    );
    expect(inferred.totals.trainableCount).toBe(0);
  });
  it.each([
    [
      'a policy of half precision',
      { dtype: { class_name: 'DTypePolicy', config: { name: 'mixed_float16' } } },
      'mixed_float16',
    ],
    [
      'an initializer of the bias',
      { bias_initializer: { class_name: 'Constant', config: { value: 0.1 } } },
      'bias_initializer',
    ],
    [
      'an initializer that is none of ours',
      { kernel_initializer: 'identity' },
      'kernel_initializer = "identity"',
    ],
  ])('says what becomes of %s', (_what, config, words) => {
    expect(opened([3], [['Dense', { ...dense, ...config }]]).remarks.join(' ')).toContain(words);
  });
  it('refuses a layer that is called with an argument of its own', () => {
    const call = (options: Config) => ({
      class_name: 'Functional',
      keras_version: '2.15.0',
      config: {
        name: 'f',
        layers: [
          {
            class_name: 'InputLayer',
            name: 'in',
            config: { name: 'in', batch_input_shape: [null, 3] },
            inbound_nodes: [],
          },
          {
            class_name: 'Dropout',
            name: 'd',
            config: { name: 'd', rate: 0.5 },
            inbound_nodes: [[['in', 0, 0, options]]],
          },
        ],
        input_layers: [['in', 0, 0]],
        output_layers: [['d', 0, 0]],
      },
    });
    expect(surveyModel(call({ training: true })).unknown[0]?.reason).toBe(
      'it is called with training = true',
    );
    expect(surveyModel(call({})).unknown).toEqual([]);
  });
});

describe('a dense layer behind more than one axis', () => {
  it('is a convolution of width 1 on a sequence of 5×4, with the shape and the count of Keras', () => {
    const { network, inferred, remarks } = opened(
      [5, 4],
      [['Dense', { ...dense, units: 3, activation: 'relu' }]],
    );
    expect(network.layers.map(({ kind }) => kind)).toEqual(['input', 'conv1d', 'relu']);
    expect(inferred.outputShape).toEqual([5, 3]);
    expect(inferred.totals.parameterCount).toBe(4 * 3 + 3);
    expect(remarks.join(' ')).toContain('last of 2 axes');
  });
  it('is one of 1×1 on an image', () => {
    const { inferred } = opened([6, 6, 4], [['Dense', { ...dense, units: 3 }]]);
    expect(inferred.outputShape).toEqual([6, 6, 3]);
  });
  it('is dense behind a Flatten', () => {
    const { network } = opened(
      [5, 4],
      [
        ['Flatten', {}],
        ['Dense', dense],
      ],
    );
    expect(network.layers.at(-1)?.kind).toBe('dense');
  });
});

describe('global pooling that keeps its axes', () => {
  it('has a Reshape behind it', () => {
    const pool = ['GlobalAveragePooling2D', { keepdims: true, data_format: 'channels_last' }] as const;
    const { network, inferred } = opened(
      [8, 8, 3],
      [pool, ['Conv2D', { ...convolution, kernel_size: [1, 1] }]],
    );
    expect(network.layers.map(({ kind }) => kind)).toEqual([
      'input',
      'globalAveragePool2d',
      'reshape',
      'conv2d',
    ]);
    expect(inferred.outputShape).toEqual([1, 1, 4]);
  });
});
