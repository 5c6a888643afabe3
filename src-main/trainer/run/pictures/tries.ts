import { AppError } from '@shared/errors';
import type { WeightTry } from '@shared/pictures/weightTry';
import type { StateTensor, TrainingSession } from '../../session/session';

/**
 * Works with some weights changed by hand, and gives the session its own back, whatever happens.
 * @throws AppError `notFound` where there is no such weight
 */
export function withTries<Result>(
  session: TrainingSession,
  tries: readonly WeightTry[],
  work: () => Result,
): Result {
  const nameOf = ({ layer, weight }: WeightTry) => `parameters/${layer}/${weight}`;
  const named = new Set(tries.map(nameOf));
  const own = session.readState((name) => named.has(name));
  const changed = new Map(own.map((tensor): [string, StateTensor] => [tensor.name, copyOf(tensor)]));
  for (const each of tries) {
    const values = changed.get(nameOf(each))?.values;
    if (values === undefined || each.place >= values.length) {
      throw new AppError('notFound', `${each.layer} has no ${each.weight} of place ${each.place}.`, {
        remedy: 'Choose a weight that it has.',
      });
    }
    values[each.place] = each.value;
  }
  try {
    session.writeState([...changed.values()]);
    return work();
  } finally {
    session.writeState(own);
  }
}

const copyOf = (tensor: StateTensor): StateTensor => ({ ...tensor, values: tensor.values.slice() });
