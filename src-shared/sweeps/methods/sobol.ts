import { z } from 'zod';
import { Random } from '../../random';
import { defineSweepMethod, fitsAll } from '../method';
import { untried } from '../points';
import { sobolPoint } from '../sobol/sequence';

const stream = 0x50b01;

export const sobol = defineSweepMethod({
  kind: 'sobol',
  title: 'Sobol',
  description: {
    summary:
      'Spreads the points evenly over the whole space, without the gaps and clusters that chance leaves. Good for seeing ' +
      'what each field does.',
    formula: 'xᵢ = ⊕ of the direction numbers at the bits of i’s Gray code',
    source:
      'S. Joe and F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections (2008)',
  },
  schema: z.strictObject({}),
  fields: {},
  endless: true,
  misfit: fitsAll,
  propose(_parameters, { space, seed, tried }) {
    const random = new Random(seed, stream);
    const shifts = space.map(() => random.integer(2 ** 32));
    return untried(
      space,
      tried.map(({ point }) => point),
      new Random(seed, stream, tried.length),
      (attempt) => sobolPoint(tried.length + attempt, shifts),
    );
  },
});
