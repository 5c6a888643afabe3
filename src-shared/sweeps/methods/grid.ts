import { z } from 'zod';
import { defineSweepMethod } from '../method';
import { countOf, pointInOrder, sizeOf } from '../points';

export const grid = defineSweepMethod({
  kind: 'grid',
  title: 'Grid',
  description: {
    summary:
      'Tries every combination of the listed values. Easy to read, and fair to each value; but the combinations of ' +
      'several fields soon become too many.',
    formula: 'n = n₁ · n₂ · …',
    source: 'J. Bergstra and Y. Bengio, Random Search for Hyper-Parameter Optimization (2012), section 1',
  },
  schema: z.strictObject({}),
  fields: {},
  endless: false,
  misfit: (dimension) =>
    Number.isFinite(countOf(dimension))
      ? null
      : {
          message: 'A grid cannot go through all numbers of a range',
          remedy: 'List the values to try, such as [0.001, 0.01, 0.1], or take the method random.',
        },
  propose: (_parameters, { space, tried }) =>
    tried.length < sizeOf(space) ? pointInOrder(space, tried.length) : null,
});
