import { formatShare } from '@shared/format';
import { Random } from '@shared/random';
import { AppError } from '@shared/errors';
import { classNameOf } from '@shared/data/classNames';
import type { ExamplePlaces, OwnSplits } from '../source';

export interface SplitRequest {
  /** Where the data set as a whole stands, for messages. */
  readonly place: string;
  /** Class index of each example; null where there are no classes. */
  readonly labels: ArrayLike<number> | null;
  readonly classNames: readonly string[];
  readonly places: ExamplePlaces;
  readonly examples: number;
  readonly own: OwnSplits;
  readonly validationFraction: number;
  readonly testFraction: number;
  readonly seed: number;
}

/** Example indices of each split, in random order. */
export interface Splits {
  readonly training: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

function tooFew(message: string, remedy: string): AppError {
  return new AppError('badDataset', message, { where: 'dataset.validationFraction', remedy });
}

/**
 * Shares out `total` among groups in proportion to their sizes, by largest remainders, no group giving more than
 * its capacity.
 */
export function apportion(total: number, sizes: readonly number[], capacities: readonly number[]): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const quotas = sizes.map((size) => (all === 0 ? 0 : (total * size) / all));
  const shares = quotas.map((quota, group) => Math.min(Math.floor(quota), capacities[group] ?? 0));
  const order = quotas
    .map((quota, group) => ({ group, remainder: quota - Math.floor(quota) }))
    .sort((a, b) => b.remainder - a.remainder || a.group - b.group)
    .map(({ group }) => group);
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  while (left > 0) {
    const before = left;
    for (const group of order) {
      if (left === 0 || (shares[group] ?? 0) >= (capacities[group] ?? 0)) continue;
      shares[group] = (shares[group] ?? 0) + 1;
      left--;
    }
    if (left === before) break;
  }
  return shares;
}

/** Typed arrays throughout: of ten million examples, arrays of JavaScript's numbers take some 100 MB each. */
function groupByClass({ labels, classNames }: SplitRequest, pool: number): Int32Array[] {
  const sizes = Array.from({ length: labels === null ? 1 : classNames.length }, () => 0);
  const labelOf = (index: number): number => labels?.[index] ?? 0;
  for (let index = 0; index < pool; index++) sizes[labelOf(index)] = (sizes[labelOf(index)] ?? 0) + 1;
  const groups = sizes.map((size) => new Int32Array(size));
  const ends = sizes.map(() => 0);
  for (let index = 0; index < pool; index++) {
    const label = labelOf(index);
    const end = ends[label] ?? 0;
    const group = groups[label];
    if (group !== undefined) group[end] = index;
    ends[label] = end + 1;
  }
  return groups;
}

/** Indices that come one after the other, into an array of the right length. */
class Places {
  private end = 0;
  readonly all: Int32Array;

  constructor(length: number) {
    this.all = new Int32Array(length);
  }

  add(indices: Int32Array): void {
    this.all.set(indices, this.end);
    this.end += indices.length;
  }
}

const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

function checkFractions(
  { validationFraction, testFraction }: Pick<SplitRequest, 'validationFraction' | 'testFraction'>,
  pool: number,
  counts: { validation: number; test: number },
): void {
  if (validationFraction + testFraction >= 1) {
    throw tooFew(
      'Validation and test take all the examples and leave none to train on',
      'Make their shares smaller.',
    );
  }
  const nothingFor = (name: string, fraction: number): AppError =>
    tooFew(
      `${pool} examples are too few to put ${formatShare(fraction)} of them into ${name}`,
      'Use more examples or a larger share, or set the share to 0.',
    );
  if (validationFraction > 0 && counts.validation === 0) throw nothingFor('validation', validationFraction);
  if (testFraction > 0 && counts.test === 0) throw nothingFor('test', testFraction);
  if (counts.validation + counts.test >= pool) {
    throw tooFew(`${pool} examples are too few for these splits`, 'Use more examples or smaller shares.');
  }
}

const mostNamed = 5;

/** @throws AppError `badDataset` with their places, where examples are to be shared out and some class has only one */
export function checkClasses(
  groups: readonly ArrayLike<number>[],
  { labels, classNames, places }: SplitRequest,
): void {
  if (labels === null) return;
  const alone = groups.flatMap((group, label) => {
    const example = group[0];
    return example === undefined || group.length > 1 ? [] : [{ label, example }];
  });
  const [first] = alone;
  if (first === undefined) return;
  const shown = alone
    .slice(0, mostNamed)
    .map(({ label, example }) => `“${classNameOf(classNames, label)}” (${places.brief(example)})`);
  const more = alone.length > shown.length ? ` and ${alone.length - shown.length} more` : '';
  const classes = groups.filter((group) => group.length > 0).length;
  const isOne = alone.length === 1;
  throw new AppError(
    'badDataset',
    `${isOne ? 'Class' : `${alone.length} of ${classes} classes:`} ${shown.join(', ')}${more} ${isOne ? 'has' : 'have'} one example only`,
    {
      where: places.at(first.example),
      remedy: `It cannot be in training and in validation: ${places.remedyForOne}`,
    },
  );
}

export function shuffled(indices: ArrayLike<number>, seed: number, counter: number): Int32Array {
  const order = Int32Array.from(indices);
  new Random(seed, counter).shuffle(order);
  return order;
}

/**
 * Shares examples out among the splits so that each class has the same share in each, as far as whole numbers
 * allow, and at least one example in training. Examples that came with a split of their own stay in it, and nothing else is
 * put there. The same seed gives the same splits.
 * @throws AppError `badDataset` where there are too few examples, in all or of a class.
 */
export function splitExamples(request: SplitRequest): Splits {
  const { examples, own, seed } = request;
  const pool = examples - own.validation - own.test;
  const validationFraction = own.validation > 0 ? 0 : request.validationFraction;
  const testFraction = own.test > 0 ? 0 : request.testFraction;
  const counts = { validation: Math.round(pool * validationFraction), test: Math.round(pool * testFraction) };
  checkFractions({ validationFraction, testFraction }, pool, counts);
  const groups = groupByClass(request, pool);
  if (validationFraction + testFraction > 0) checkClasses(groups, request);

  const sizes = groups.map((group) => group.length);
  const test = apportion(
    counts.test,
    sizes,
    sizes.map((size) => Math.max(0, size - 1)),
  );
  const room = sizes.map((size, group) => Math.max(0, size - 1 - (test[group] ?? 0)));
  const validation = apportion(counts.validation, sizes, room);
  const drawn = { validation: total(validation), test: total(test) };
  const splits = {
    training: new Places(total(sizes) - drawn.validation - drawn.test),
    validation: new Places(drawn.validation + own.validation),
    test: new Places(drawn.test + own.test),
  };
  groups.forEach((group, label) => {
    const order = shuffled(group, seed, label);
    const testEnd = test[label] ?? 0;
    const validationEnd = testEnd + (validation[label] ?? 0);
    splits.test.add(order.subarray(0, testEnd));
    splits.validation.add(order.subarray(testEnd, validationEnd));
    splits.training.add(order.subarray(validationEnd));
  });
  const testStart = pool + own.validation;
  splits.validation.add(Int32Array.from({ length: own.validation }, (_, at) => pool + at));
  splits.test.add(Int32Array.from({ length: examples - testStart }, (_, at) => testStart + at));
  return {
    training: shuffled(splits.training.all, seed, -1),
    validation: shuffled(splits.validation.all, seed, -2),
    test: shuffled(splits.test.all, seed, -3),
  };
}
