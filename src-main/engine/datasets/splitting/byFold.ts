import type { Folding } from '@shared/data/dataset';
import { AppError } from '@shared/errors';
import { splitAsAssigned } from './assigned';
import { shareGroups } from './byGroup';
import type { SplitRule } from './rule';
import { checkClasses, shuffled, splitExamples, type SplitRequest, type Splits } from './shares';

/**
 * One of the splits of a cross-validation: the examples of one fold are for validation, those of the others for training.
 * The folds differ by one example at the most, in all and of each class; whole groups go to one fold. A test split is kept
 * apart from all folds, the same for each. Which example is in which fold follows from the seed.
 * @throws AppError `badDataset` where folds would not be what they are for, or there are too few examples.
 */
export function splitByFold(request: SplitRequest, rule: SplitRule, { folds, fold }: Folding): Splits {
  requireOwnFolds(request, rule, { folds, fold });
  const { seed } = request;
  if (rule.by === 'group') {
    const { testFraction } = request;
    const share = (1 - testFraction) / folds;
    const fractions = [...Array<number>(folds).fill(share), testFraction];
    const shared = shareGroups(request, rule, fractions);
    return finished(shared.slice(0, folds), shared[folds] ?? [], { fold, seed });
  }
  const unfolded = { ...request, validationFraction: 0 };
  const { training, test } =
    rule.by === 'assigned' ? splitAsAssigned(unfolded, rule.splits) : splitExamples(unfolded);
  if (training.length < folds) {
    throw new AppError('badDataset', `${training.length} examples are too few for ${folds} folds`, {
      where: 'dataset.folds',
      remedy: `Use at most ${training.length} folds, or more examples.`,
    });
  }
  return finished(deal(request, training, folds), test, { fold, seed });
}

/** Classes that not every fold has an example of, in a sentence; none where all have. */
export function sparseClasses({ labels, classNames }: SplitRequest, folds: number, splits: Splits): string[] {
  if (labels === null) return [];
  const counts = classNames.map(() => 0);
  for (const index of [...splits.training, ...splits.validation]) {
    const label = labels[index] ?? 0;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  const sparse = classNames.filter((_, label) => (counts[label] ?? 0) > 0 && (counts[label] ?? 0) < folds);
  if (sparse.length === 0) return [];
  const names = `${sparse.slice(0, 5).join(', ')}${sparse.length > 5 ? ', …' : ''}`;
  return [`Fewer examples than the ${folds} folds: ${names}. Some folds are judged without them.`];
}

function requireOwnFolds(request: SplitRequest, rule: SplitRule, { folds, fold }: Folding): void {
  if (fold > folds) {
    throw new AppError('badDataset', `There is no fold ${fold} of ${folds}`, {
      where: 'dataset.fold',
      remedy: `Choose one of 1 to ${folds}.`,
    });
  }
  const where = 'dataset.folds';
  if (rule.by === 'time') {
    throw new AppError('badDataset', 'Folds would learn from the future: the rows are split by time', {
      where,
      remedy: 'Leave the folds out, or give no column the role time.',
    });
  }
  const isNamed = request.own.validation > 0 || (rule.by === 'assigned' && rule.splits.includes(1));
  if (isNamed) {
    throw new AppError(
      'badDataset',
      'The data itself names its validation examples, which folds would undo',
      {
        where,
        remedy: 'Leave the folds out, or let the data name no validation examples.',
      },
    );
  }
}

/** Deals each class in turn to the folds, one example after another and on where the class before has ended. */
function deal(request: SplitRequest, pool: Int32Array, folds: number): number[][] {
  const { labels, classNames, seed } = request;
  const byClass: number[][] = Array.from({ length: Math.max(1, classNames.length) }, () => []);
  for (const index of pool.toSorted()) byClass[labels?.[index] ?? 0]?.push(index);
  checkClasses(byClass, request);
  const parts: number[][] = Array.from({ length: folds }, () => []);
  let place = 0;
  byClass.forEach((members, label) => {
    for (const index of shuffled(members, seed, label)) parts[place++ % folds]?.push(index);
  });
  return parts;
}

function finished(
  parts: readonly (readonly number[])[],
  test: ArrayLike<number>,
  { fold, seed }: { readonly fold: number; readonly seed: number },
): Splits {
  return {
    training: shuffled(
      parts.flatMap((part, index) => (index === fold - 1 ? [] : part)),
      seed,
      -1,
    ),
    validation: shuffled(parts[fold - 1] ?? [], seed, -2),
    test: shuffled(test, seed, -3),
  };
}
