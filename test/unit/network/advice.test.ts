import { describe, expect, it } from 'vitest';
import { giveAdvice } from '@shared/experiment/advice';
import type { TrainingGoal } from '@shared/experiment/advice/advice';
import { inferNetwork, type NetworkProblem } from '@shared/network/inference';
import { chainOf } from './building';

const classes: TrainingGoal = { loss: 'softmaxCrossEntropy', task: 'classification', classes: 10 };
const dense = (units: number): object => ({ kind: 'dense', units });
const relu = { kind: 'relu' };

function warningsOf(
  layers: readonly object[],
  goal: TrainingGoal = {},
  inputShape = [8],
): readonly NetworkProblem[] {
  const network = inferNetwork(chainOf(...layers), { inputShape });
  expect(network.problems).toEqual([]);
  return giveAdvice(network, goal);
}

describe('a network that will probably not do what was meant', () => {
  it('is not faulted where it is sound', () => {
    expect(warningsOf([dense(16), relu, { kind: 'dropout' }, dense(10)], classes)).toEqual([]);
  });

  it('is told that sigmoids fade in a deep net, once', () => {
    const hidden = Array.from({ length: 4 }, () => [dense(4), { kind: 'sigmoid' }]).flat();
    const [warning, ...others] = warningsOf([...hidden, dense(10)], classes);
    expect(others).toEqual([]);
    expect(warning?.layer).toBe('sigmoid2');
    expect(warning?.error.remedy).toContain('ReLU');
  });

  it('may have sigmoids in a shallow net', () => {
    expect(warningsOf([dense(4), { kind: 'sigmoid' }, dense(10)], classes)).toEqual([]);
  });

  it('is told of two dense layers with nothing between, and offered a ReLU', () => {
    const [warning] = warningsOf([dense(4), dense(10)], classes);
    expect(warning?.edge).toEqual(['dense1', 'dense2']);
    expect(warning?.fixes).toMatchObject([
      { kind: 'insertLayer', edge: ['dense1', 'dense2'], layer: 'relu' },
    ]);
  });

  it('is told so across layers that are linear themselves', () => {
    const layers = [{ kind: 'conv2d' }, { kind: 'averagePool2d' }, { kind: 'flatten' }, dense(10)];
    const [warning] = warningsOf(layers, classes, [8, 8, 3]);
    expect(warning?.error.message).toContain('conv2d1 and dense4');
  });

  it('is not told so where max pooling stands between, which is not linear', () => {
    const layers = [{ kind: 'conv2d' }, { kind: 'maxPool2d' }, { kind: 'flatten' }, dense(10)];
    expect(warningsOf(layers, classes, [8, 8, 3])).toEqual([]);
  });

  it('is told that the softmax loss brings its own softmax', () => {
    const [warning, ...others] = warningsOf([dense(10), { kind: 'softmax' }], classes);
    expect(others).toEqual([]);
    expect(warning?.fixes).toMatchObject([{ kind: 'removeLayer', layer: 'softmax2' }]);
  });

  it('may end in a softmax where the loss does not bring one', () => {
    const goal = { ...classes, loss: 'meanSquaredError' };
    expect(warningsOf([dense(10), { kind: 'softmax' }], goal)).toEqual([]);
  });

  it('is told that a sigmoid before its cross-entropy is one too many', () => {
    const goal: TrainingGoal = { loss: 'sigmoidCrossEntropy', task: 'classification', classes: 2 };
    const warnings = warningsOf([dense(1), { kind: 'sigmoid' }], goal);
    expect(warnings.map(({ fixes }) => fixes[0]?.kind)).toEqual(['removeLayer']);
  });

  it('is told that a ReLU at the end keeps scores from being negative', () => {
    const [warning] = warningsOf([dense(10), relu], classes);
    expect(warning?.error.message).toContain('cannot be negative behind ReLU');
    expect(warning?.fixes).toMatchObject([{ kind: 'removeLayer', layer: 'relu2' }]);
  });

  it('is told that dropout at the output drops answers', () => {
    const [warning] = warningsOf([dense(10), { kind: 'dropout' }], classes);
    expect(warning?.fixes).toMatchObject([{ kind: 'removeLayer', layer: 'dropout2' }]);
  });

  it('is told that normalization at the output forces the answers', () => {
    const [warning] = warningsOf([dense(10), { kind: 'batchNormalization' }], classes);
    expect(warning?.error.message).toContain('behind the last layer');
  });

  it('is told of any activation whose own file says that it saturates or is limited', () => {
    const goal: TrainingGoal = { loss: 'hinge', task: 'classification', classes: 2 };
    const [warning] = warningsOf([dense(4), relu, dense(1), { kind: 'elu', alpha: 0.5 }], goal);
    expect(warning?.error.message).toContain('cannot be below −0.5 behind ELU');
    const limited = { ...goal, loss: 'softmaxCrossEntropy' };
    const [sigmoid] = warningsOf([dense(4), relu, dense(2), { kind: 'sigmoid' }], limited);
    expect(sigmoid?.error.message).toContain('cannot be below 0 or above 1 behind Sigmoid');
  });

  it('is given no advice before its errors are mended', () => {
    const network = inferNetwork(chainOf(dense(4), dense(0)), { inputShape: [8] });
    expect(network.problems).toHaveLength(1);
    expect(giveAdvice(network, classes)).toEqual([]);
  });
});
