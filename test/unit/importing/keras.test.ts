import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@shared/errors';
import { importModel, surveyModel } from '@shared/importing';
import { describe, expect, it } from 'vitest';

interface Fixture {
  readonly model: unknown;
  /** Keras's own `count_params()`. */
  readonly parameterCount: number;
}

function fixture(name: string): Fixture {
  const path = join(import.meta.dirname, `../../fixtures/keras_models/${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Fixture;
}

function errorOf(work: () => unknown): AppError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
  }
  throw new Error('no AppError was thrown');
}

describe('a stored Keras model opens with Keras’s own parameter count', () => {
  it.each(['keras3_sequential', 'keras3_functional', 'keras2_residual'])('%s', (name) => {
    const { model, parameterCount } = fixture(name);
    const { inferred, remarks } = importModel(JSON.stringify(model));
    expect(inferred.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(inferred.totals.parameterCount).toBe(parameterCount);
    expect(remarks).toEqual([]);
  });
});

describe('a sequential model', () => {
  const { network, inferred } = importModel(fixture('keras3_sequential').model);
  it('becomes a chain, in which an activation inside a layer is a layer of its own', () => {
    expect(inferred.layers.map(({ definition }) => definition.kind)).toEqual([
      ...['input', 'conv2d', 'relu', 'maxPool2d', 'depthwiseConv2d', 'batchNormalization', 'leakyRelu'],
      ...['flatten', 'dropout', 'dense', 'gelu', 'dense', 'softmax'],
    ]);
  });
  it('keeps each layer’s settings, in our terms', () => {
    const layer = (kind: string) => network.layers.find((candidate) => candidate.kind === kind);
    expect(layer('input')).toMatchObject({ shape: [28, 28, 1] });
    expect(layer('conv2d')).toMatchObject({ id: 'conv', filters: 8, padding: 'valid' });
    expect(layer('depthwiseConv2d')).toMatchObject({ strides: 2, depthMultiplier: 2 });
    expect(layer('batchNormalization')).toMatchObject({ momentum: 0.9 });
    expect(layer('leakyRelu')).toMatchObject({ alpha: 0.1 });
    expect(layer('dense')).toMatchObject({ id: 'hidden_layer', units: 32, regularization: { l2: 0.01 } });
    expect(network.layers.at(-2)).toMatchObject({ units: 10, initializer: 'heUniform' });
  });
});

describe('a functional model', () => {
  const { network, name } = importModel(fixture('keras3_functional').model);
  it('keeps its name and its branches, inputs in their order', () => {
    expect(name).toBe('skip');
    const into = (id: string) => network.edges.filter(([, to]) => to === id).map(([from]) => from);
    expect(into('sum')).toEqual(['prelu', 'act']);
    expect(into('both')).toEqual(['sum', 'image']);
  });
  it('keeps pairs, groups, shared axes and initializers with their numbers', () => {
    const layer = (id: string) => network.layers.find((candidate) => candidate.id === id);
    expect(layer('conv1')).toMatchObject({ kernelSize: [3, 5], dilation: 2, groups: 2 });
    expect(layer('prelu')).toMatchObject({ sharedAxes: [1, 2] });
    expect(layer('act')).toMatchObject({ kind: 'swish' });
    expect(layer('noise')).toMatchObject({ standardDeviation: 0.2 });
    expect(layer('scores')).toMatchObject({ initializer: { kind: 'normal', standardDeviation: 0.01 } });
  });
});

describe('a model of Keras 2', () => {
  const { network } = importModel(fixture('keras2_residual').model);
  it('loses its linear activation, whose neighbors are joined', () => {
    expect(network.edges).toContainEqual(['multiply', 'dense_1']);
    expect(network.layers.map(({ id }) => id)).not.toContain('identity');
  });
  it('keeps L1 and the largest norm', () => {
    expect(network.layers.at(-1)).toMatchObject({ regularization: { l1: 0.001, maxNorm: 3 } });
  });
});

describe('layers that are not known', () => {
  const { model } = fixture('keras3_unknown');
  it('are listed each by name, class and reason, beside those that are known', () => {
    const { unknown, known } = surveyModel(model);
    expect(unknown.map(({ name, className }) => [name, className])).toEqual([
      ['memory', 'LSTM'],
      ['attention', 'MultiHeadAttention'],
      ['scores', 'Dense'],
    ]);
    expect(unknown.at(-1)?.reason).toContain('mish');
    expect(known.map(({ name }) => name)).toEqual(['steps', 'conv', 'flat']);
  });
  it('stop the import with an error that names all of them', () => {
    const error = errorOf(() => importModel(model));
    expect(error.code).toBe('badNetwork');
    expect(error.message).toContain('"memory" (LSTM)');
    expect(error.message).toContain('"attention" (MultiHeadAttention)');
    expect(error.where).toBe('memory, attention, scores');
    expect(error.remedy).toContain('Conv2D');
  });
  it('are also those under a setting that we do not have', () => {
    const config = { name: 'c', filters: 2, kernel_size: [3, 3], data_format: 'channels_first' };
    const file = {
      class_name: 'Sequential',
      config: { name: 's', layers: [{ class_name: 'Conv2D', config }] },
    };
    expect(surveyModel(file).unknown).toMatchObject([
      { name: 'c', reason: expect.stringContaining('data_format') as unknown },
    ]);
  });
  it('are also the hard sigmoid of Keras 2, which is another function', () => {
    const layers = [{ class_name: 'Activation', config: { name: 'a', activation: 'hard_sigmoid' } }];
    const file = { class_name: 'Sequential', keras_version: '2.15.0', config: { name: 's', layers } };
    expect(surveyModel(file).unknown).toHaveLength(1);
    expect(surveyModel({ ...file, keras_version: '3.1.0' }).unknown).toEqual([]);
  });
});

describe('what is no model', () => {
  it.each([
    ['no JSON', 'PK\u0003\u0004'],
    ['another JSON', '{"layers": 3}'],
    ['a list', '[1, 2]'],
    ['nothing', 'null'],
    ['a graph model', '{"format": "graph-model", "modelTopology": {}}'],
  ])('%s is refused with what to choose instead', (_name, text) => {
    const error = errorOf(() => importModel(text));
    expect(error.code).toBe('badNetwork');
    expect(error.remedy).not.toBeNull();
  });
});
