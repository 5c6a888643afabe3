import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { resolveSweep, sweepSpecSchema } from '@shared/sweeps/spec';

const parameters = {
  'network.hidden.units': [4, 8],
  'training.optimizer.learningRate': { logUniform: [0.001, 0.1] },
};
const budget = { runs: 60 };

function problemOf(written: object): Pick<AppError, 'message' | 'where'> | null {
  try {
    resolveSweep(sweepSpecSchema.parse({ method: 'random', parameters, budget, ...written }));
    return null;
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    expect(thrown.code).toBe('badExperiment');
    expect(thrown.remedy).not.toBeNull();
    return { message: thrown.message, where: thrown.where };
  }
}

const rate = (written: unknown) => ({ parameters: { 'training.optimizer.learningRate': written } });
const at = (inside = '') => `sweep.parameters["training.optimizer.learningRate"]${inside}`;

describe('a sweep in an experiment file', () => {
  it('is understood as the documentation writes it', () => {
    const { mostPoints, space } = resolveSweep(
      sweepSpecSchema.parse({ method: 'tpe', parameters, seeds: 3, budget }),
    );
    expect(mostPoints).toBe(20);
    expect(space.map(({ kind }) => kind)).toEqual(['values', 'range']);
  });

  it.each([
    [90, 90],
    ['90s', 90],
    ['30m', 1800],
    ['1.5h', 5400],
  ])('takes the time %j', (time, expected) => {
    expect(
      resolveSweep(sweepSpecSchema.parse({ method: 'sobol', parameters, budget: { time } })).mostSeconds,
    ).toBe(expected);
  });

  it.each([
    ['an empty list', rate([]), at(), 'The list of values is empty'],
    ['a value twice', rate([0.1, 0.2, 0.1]), at('[2]'), '0.1 stands in the list twice'],
    [
      'a logarithm of 0',
      rate({ logUniform: [0, 1] }),
      at('.logUniform[0]'),
      'A logarithmic range cannot begin at 0: there is no logarithm of it',
    ],
    [
      'a range that ends before it begins',
      rate({ uniform: [1, 0.5] }),
      at('.uniform'),
      'The range ends at 0.5, which is not above its beginning, 1',
    ],
    [
      'a fraction in a range of whole numbers',
      rate({ integer: [1, 2.5] }),
      at('.integer'),
      'The ends of a range of whole numbers are whole numbers',
    ],
    ['a misspelt range', rate({ logUnifrom: [0.1, 1] }), at(), '"logUnifrom" is no kind of range'],
    [
      'a value that is no space',
      rate(0.1),
      at(),
      'This says neither which values to try nor a range of them',
    ],
    [
      'texts in a range',
      rate({ uniform: ['a', 'b'] }),
      at('.uniform'),
      'A range needs its lowest and its highest number',
    ],
    ['no parameter', { parameters: {} }, 'sweep.parameters', 'There is nothing to try'],
    ['no budget', { budget: undefined }, 'sweep.budget', 'The method random comes to no end of itself'],
    [
      'fewer runs than seeds',
      { seeds: 5, budget: { runs: 4 } },
      'sweep.budget.runs',
      '4 runs are not enough for one point, which takes 5: one for each seed',
    ],
    [
      'a continuous range in a grid',
      { method: 'grid' },
      at(),
      'A grid cannot go through all numbers of a range',
    ],
    [
      'the seed beside seeds',
      { seeds: 2, parameters: { 'training.seed': [1, 2] } },
      'sweep.parameters["training.seed"]',
      'The seed is tried by the sweep itself',
    ],
    [
      'the epochs of successive halving',
      { method: 'asha', parameters: { 'training.epochs': [1, 2] } },
      'sweep.parameters["training.epochs"]',
      'Successive halving gives out the epochs itself',
    ],
    [
      'a method’s parameter out of range',
      { method: { kind: 'asha', reductionFactor: 1 } },
      'sweep.method.reductionFactor',
      '1 is too small',
    ],
    [
      'a method’s unknown parameter',
      { method: { kind: 'tpe', gamma: 1 } },
      'sweep.method.gamma',
      '"gamma" is not known here',
    ],
  ])('is refused for %s, with its place', (_what, written, where, message) => {
    expect(problemOf(written)).toEqual({ where, message });
  });

  it('needs no budget where it is a grid', () => {
    expect(problemOf({ method: 'grid', budget: undefined, ...rate([0.1, 0.2]) })).toBeNull();
  });
});
