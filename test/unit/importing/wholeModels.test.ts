import { AppError } from '@shared/errors';
import { importModel, surveyModel } from '@shared/importing';
import { describe, expect, it } from 'vitest';

describe('a model of Keras 1', () => {
  const mlp = {
    class_name: 'Sequential',
    keras_version: '1.2.2',
    config: [
      {
        class_name: 'Dense',
        config: {
          name: 'dense_1',
          trainable: true,
          output_dim: 64,
          init: 'glorot_uniform',
          activation: 'relu',
          W_regularizer: { name: 'WeightRegularizer', l1: 0, l2: 0.005 },
          b_regularizer: null,
          activity_regularizer: null,
          W_constraint: { name: 'MaxNorm', m: 2, axis: 0 },
          b_constraint: null,
          bias: true,
          input_dim: 20,
          batch_input_shape: [null, 20],
          input_dtype: 'float32',
        },
      },
      { class_name: 'Dropout', config: { name: 'dropout_1', trainable: true, p: 0.25 } },
      {
        class_name: 'Dense',
        config: {
          name: 'dense_2',
          trainable: true,
          output_dim: 10,
          init: 'uniform',
          activation: 'softmax',
          bias: false,
        },
      },
    ],
  };
  it('opens with the parameters that it has in Keras, its words translated', () => {
    const { network, inferred, remarks } = importModel(mlp);
    expect(inferred.totals.parameterCount).toBe(20 * 64 + 64 + 64 * 10);
    expect(network.layers).toMatchObject([
      { kind: 'input', shape: [20] },
      { kind: 'dense', units: 64, regularization: { l2: 0.01, maxNorm: 2 } },
      { kind: 'relu' },
      { kind: 'dropout', rate: 0.25 },
      { kind: 'dense', units: 10, useBias: false, initializer: 'uniform' },
      { kind: 'softmax' },
    ]);
    expect(remarks).toEqual([]);
  });
  it('is known by its words where it does not say its version', () => {
    const { keras_version: _version, ...unversioned } = mlp;
    expect(importModel(unversioned).inferred.totals.parameterCount).toBe(20 * 64 + 64 + 64 * 10);
  });
  it('refuses what cannot be translated, by name', () => {
    const layers = [
      { class_name: 'BatchNormalization', config: { name: 'n', mode: 2, batch_input_shape: [null, 3] } },
      { class_name: 'MaxoutDense', config: { name: 'm', output_dim: 3, nb_feature: 4 } },
      {
        class_name: 'Convolution2D',
        config: { name: 'c', nb_filter: 2, nb_row: 3, nb_col: 3, dim_ordering: 'th' },
      },
    ];
    const { unknown } = surveyModel({ class_name: 'Sequential', keras_version: '1.0.0', config: layers });
    expect(unknown.map(({ name }) => name)).toEqual(['n', 'm', 'c']);
    expect(unknown.map(({ reason }) => reason).join('; ')).toMatch(/mode = 2.*no such layer.*channels_first/);
  });
  it('gives a convolution its window', () => {
    const layers = [
      {
        class_name: 'Convolution2D',
        config: {
          name: 'c',
          batch_input_shape: [null, 8, 9, 3],
          nb_filter: 5,
          nb_row: 3,
          nb_col: 2,
          subsample: [2, 2],
          border_mode: 'same',
          dim_ordering: 'tf',
          bias: true,
        },
      },
    ];
    const { inferred } = importModel({ class_name: 'Sequential', keras_version: '1.2.0', config: layers });
    expect(inferred.outputShape).toEqual([4, 5, 5]);
    expect(inferred.totals.parameterCount).toBe(3 * 2 * 3 * 5 + 5);
  });
});

describe('models inside a model', () => {
  const inner = {
    class_name: 'Functional',
    name: 'features',
    config: {
      name: 'features',
      trainable: false,
      layers: [
        {
          class_name: 'InputLayer',
          name: 'image',
          config: { name: 'image', batch_input_shape: [null, 8, 8, 3] },
          inbound_nodes: [],
        },
        {
          class_name: 'Conv2D',
          name: 'conv',
          config: { name: 'conv', filters: 4, kernel_size: [3, 3], strides: [1, 1], padding: 'valid' },
          inbound_nodes: [[['image', 0, 0, {}]]],
        },
        {
          class_name: 'GlobalAveragePooling2D',
          name: 'pool',
          config: { name: 'pool' },
          inbound_nodes: [[['conv', 0, 0, {}]]],
        },
      ],
      input_layers: [['image', 0, 0]],
      output_layers: [['pool', 0, 0]],
    },
  };
  const model = (head: readonly unknown[]) => ({
    class_name: 'Sequential',
    keras_version: '2.15.0',
    config: {
      name: 'outer',
      layers: [inner, { class_name: 'Sequential', config: { name: 'head', layers: head } }],
    },
  });
  const head = [
    { class_name: 'Dense', config: { name: 'hidden', units: 5, activation: 'relu' } },
    { class_name: 'Dense', config: { name: 'scores', units: 2, activation: 'softmax' } },
  ];
  it('are opened, their layers in a folded block, frozen where the model was', () => {
    const { network, inferred } = importModel(model(head));
    expect(inferred.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(network.layers.map(({ kind }) => kind)).toEqual([
      ...['input', 'conv2d', 'globalAveragePool2d', 'dense', 'relu', 'dense', 'softmax'],
    ]);
    expect(network.blocks).toMatchObject([
      { name: 'features', layers: ['conv', 'pool'], folded: true },
      { name: 'head', folded: true },
    ]);
    expect(inferred.totals.parameterCount).toBe(112 + 25 + 12);
    expect(inferred.totals.trainableCount).toBe(25 + 12);
  });
  it('say which of their layers is not known', () => {
    const { unknown } = surveyModel(model([{ class_name: 'LSTM', config: { name: 'memory', units: 3 } }]));
    expect(unknown).toMatchObject([{ name: 'head/memory', className: 'LSTM' }]);
  });
});

describe('what a model’s file may be damaged to', () => {
  it.each([
    [
      'a layer without a class',
      { class_name: 'Sequential', config: { name: 's', layers: [{ config: {} }] } },
    ],
    ['layers that are none', { class_name: 'Sequential', config: { name: 's', layers: 7 } }],
    ['a layer that is a number', { class_name: 'Sequential', config: { name: 's', layers: [3] } }],
  ])('%s is refused with its place', (_what, json) => {
    expect(() => importModel(json)).toThrow(AppError);
  });
});

describe('a functional model of Keras 3', () => {
  const tensor = (from: string) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, 4], dtype: 'float32', keras_history: [from, 0, 0] },
  });
  const call = (...args: readonly unknown[]) => ({ args, kwargs: {} });
  const model = (name: string, className: string, config: object, calls: readonly object[]) => ({
    class_name: 'Functional',
    config: {
      name: 'model',
      layers: [
        {
          class_name: 'InputLayer',
          name: 'input',
          config: { name: 'input', batch_shape: [null, 4], dtype: 'float32' },
          inbound_nodes: [],
        },
        { class_name: className, name, config: { name, ...config }, inbound_nodes: calls },
      ],
      input_layers: [['input', 0, 0]],
      output_layers: [[name, 0, 0]],
    },
    keras_version: '3.10.0',
  });

  it('that multiplies by a number is told so, not that a second input is lacking', () => {
    const { unknown } = surveyModel(model('twice', 'Multiply', {}, [call(tensor('input'), 2)]));
    expect(unknown).toMatchObject([{ name: 'twice', reason: 'it is called with the constant 2' }]);
  });

  it('that feeds a layer from itself is told that its weights are shared', () => {
    const dense = { units: 4, activation: 'linear', use_bias: true };
    const shared = model('dense', 'Dense', dense, [call(tensor('input')), call(tensor('dense'))]);
    expect(() => importModel(shared)).toThrow(
      expect.objectContaining({ message: 'The layer "dense" is used 2 times with the same weights' }),
    );
  });
});
