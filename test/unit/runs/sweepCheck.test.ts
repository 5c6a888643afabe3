import { describe, expect, it } from 'vitest';
import type { PreparedDataset } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import { parseExperiment } from '@shared/experiment/parsing';
import { experimentAt } from '@shared/experiment/settings/point';
import { chain } from '@shared/experiment/templates/template';
import { requireSweepOn } from '@shared/runs/sweeps/check';
import { preparedSpirals } from '../../support/experiments';

function experimentWith(parameters: object, sweep: object = {}) {
  return parseExperiment({
    version: 1,
    name: 'spirals',
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'hidden', kind: 'dense', units: 8 },
      { id: 'act', kind: 'relu' },
      { id: 'scores', kind: 'dense', units: 2 },
    ),
    dataset: { kind: 'spirals' },
    training: { optimizer: { kind: 'adam' } },
    sweep: { method: 'random', budget: { runs: 10 }, parameters, ...sweep },
  });
}

function problemOf(parameters: object, sweep: object = {}, on: PreparedDataset = preparedSpirals) {
  try {
    requireSweepOn(experimentWith(parameters, sweep), on);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { message, where, remedy } = thrown;
    return { message, where, remedy };
  }
}

const rate = { 'training.optimizer.learningRate': [0.1, 0.2] };
const at = (path: string, inside = '') => `sweep.parameters["${path}"]${inside}`;

describe('a sweep on an experiment', () => {
  it.each([
    { 'network.hidden.units': [4, 8], 'training.optimizer.learningRate': { logUniform: [1e-4, 0.1] } },
    { 'network.layers[1].units': { logInteger: [1, 64] } },
    { 'network.act.kind': ['relu', 'tanh', 'sigmoid'] },
    { 'network.hidden.initializer': { choice: ['heNormal', { kind: 'normal', standardDeviation: 0.1 }] } },
    { 'training.optimizer.kind': ['adam', 'sgd'], 'training.batchSize': [16, 32] },
    {
      'training.optimizer.kind': ['adam', 'momentum'],
      'training.optimizer.momentum': { uniform: [0.5, 0.99] },
    },
    { 'training.optimizer': [{ kind: 'adam' }, { kind: 'sgd', learningRate: 0.1 }] },
    { 'training.earlyStopping.patience': [1, 5] },
    { 'dataset.noise': { uniform: [0, 0.2] }, 'training.l2': { logUniform: [1e-6, 1e-2] } },
    { 'training.loss': ['softmaxCrossEntropy', 'multiclassHinge'] },
  ])('may vary $0', (parameters) => {
    expect(problemOf(parameters)).toBeNull();
  });

  it.each([
    [
      'a layer that is not there',
      { 'network.hiden.units': [4] },
      at('network.hiden.units'),
      /no layer "hiden"/,
      /hidden/,
    ],
    [
      'a layer’s unknown parameter',
      { 'network.hidden.unit': [4] },
      at('network.hidden.unit', '[0]'),
      /"unit" is not known/,
      /units/,
    ],
    [
      'a misspelt field of the training',
      { 'training.batchsize': [4] },
      at('training.batchsize', '[0]'),
      /"batchsize" is not known/,
      /batchSize/,
    ],
    [
      'a misspelt part of the training',
      { 'training.optimzer.learningRate': [4] },
      at('training.optimzer.learningRate', '[0]'),
      /"optimzer" is not known/,
      /optimizer/,
    ],
    [
      'an optimizer’s unknown parameter',
      { 'training.optimizer.learningrate': [0.1] },
      at('training.optimizer.learningrate', '[0]'),
      /"learningrate" is not known/,
      /learningRate/,
    ],
    [
      'a field of the data set that is not known',
      { 'dataset.nois': [0.1] },
      at('dataset.nois', '[0]'),
      /"nois" is not known/,
      /noise/,
    ],
    [
      'a value that the field cannot have',
      { 'network.hidden.units': [4, 0] },
      at('network.hidden.units', '[1]'),
      /0 is too small/,
      /at least 1/,
    ],
    [
      'a text where a number belongs',
      { 'training.epochs': [5, 'many'] },
      at('training.epochs', '[1]'),
      /"many" is not a/,
      /number/,
    ],
    [
      'fractions where whole numbers belong',
      { 'network.hidden.units': { uniform: [1, 9] } },
      at('network.hidden.units'),
      /not a whole number/,
      /whole number/,
    ],
    [
      'a range that begins where the field cannot',
      { 'training.optimizer.learningRate': { uniform: [0, 1] } },
      at('training.optimizer.learningRate'),
      /0 is too small/,
      /more than 0/,
    ],
    [
      'an optimizer that there is not',
      { 'training.optimizer.kind': ['adam', 'adem'] },
      at('training.optimizer.kind', '[1]'),
      /no optimizer "adem"/,
      /adam/,
    ],
    [
      'what computes nothing',
      { name: ['a', 'b'] },
      at('name'),
      /no field that changes what is computed/,
      /training/,
    ],
    [
      'one field by two paths',
      { 'network.hidden.units': [1], 'network.layers[1].units': [2] },
      at('network.layers[1].units'),
      /the same field/,
      /Take one/,
    ],
  ])('is refused for %s', (_what, parameters, where, message, remedy) => {
    const problem = problemOf(parameters);
    expect(problem?.where).toBe(where);
    expect(problem?.message).toMatch(message);
    expect(problem?.remedy).toMatch(remedy);
  });

  it.each([
    [
      'that there is not',
      { metric: 'validation.acuracy' },
      /no metric "validation.acuracy"/,
      /validation\.accuracy/,
    ],
    [
      'that the task has not',
      { metric: 'validation.r2' },
      /R² is not measured on the validation split of this classification/,
      /validation\.loss/,
    ],
    ['of a split without examples', { metric: 'test.accuracy' }, /no test examples/, /testFraction/],
    [
      'that only whole splits have',
      { metric: 'training.macroF1' },
      /not measured on the training split/,
      /training\.accuracy/,
    ],
    [
      'of training where the method looks after each epoch',
      { metric: 'training.loss', method: 'asha' },
      /looks at its metric after each epoch/,
      /validation\.loss/,
    ],
  ])('is refused for a metric %s', (_what, sweep, message, remedy) => {
    const problem = problemOf(rate, sweep);
    expect(problem?.where).toBe('sweep.metric');
    expect(problem?.message).toMatch(message);
    expect(problem?.remedy).toMatch(remedy);
  });
});

describe('the experiment of a point', () => {
  it('has its values, and describes no sweep itself', () => {
    const experiment = experimentWith(rate);
    const at = experimentAt(experiment, {
      'training.optimizer.learningRate': 0.2,
      'network.hidden.units': 3,
    });
    expect(at.training.optimizer).toEqual({ kind: 'adam', learningRate: 0.2 });
    expect(at.network.layers[1]).toMatchObject({ units: 3 });
    expect(at).not.toHaveProperty('sweep');
    expect(experiment.network.layers[1]).toMatchObject({ units: 8 });
  });

  it('takes another optimizer without what that does not know', () => {
    const at = experimentAt(experimentWith(rate), {
      'training.optimizer.learningRate': 0.2,
      'training.optimizer.kind': 'sgd',
    });
    expect(at.training.optimizer).toEqual({ kind: 'sgd', learningRate: 0.2 });
  });
});
