import { z } from 'zod';
import { Random } from '../../random';
import { defineSweepMethod, fitsAll, type SweepHistory } from '../method';
import { randomPlace, untried, type Point } from '../points';

/** Keeps these draws apart from others of the same seed. */
const stream = 0x5eed;

/** A random point that was not tried; null where all were. */
export function randomPoint({ space, seed, tried }: SweepHistory): Point | null {
  const number = tried.length;
  const draw = (attempt: number) => randomPlace(space, new Random(seed, stream, number, attempt));
  return untried(
    space,
    tried.map(({ point }) => point),
    new Random(seed, stream, number, -1),
    draw,
  );
}

export const random = defineSweepMethod({
  kind: 'random',
  title: 'Random',
  description: {
    summary:
      'Draws each point by chance, and none twice. Of the fields that matter it sees more different values than a grid ' +
      'of as many points.',
    formula: 'x ~ the space',
    source: 'J. Bergstra and Y. Bengio, Random Search for Hyper-Parameter Optimization (2012)',
  },
  schema: z.strictObject({}),
  fields: {},
  endless: true,
  misfit: fitsAll,
  propose: (_parameters, history) => randomPoint(history),
});
