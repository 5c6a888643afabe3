import { AppError } from '@shared/errors';
import { type SplitRequest, type Splits, shuffled } from './shares';

/** Which examples each group has. */
function membersOf(groups: Int32Array, examples: number): number[][] {
  const members: number[][] = [];
  for (let index = 0; index < examples; index++) (members[groups[index] ?? 0] ??= []).push(index);
  return members.filter((group) => group.length > 0);
}

/**
 * Whole groups go to the splits, large ones first, each to the split that then lacks most of its examples, seen class by
 * class: the shares of the classes are met as nearly as the groups allow.
 * @throws AppError `badDataset` where there are fewer groups than splits.
 */
export function splitByGroup(request: SplitRequest, groups: Int32Array, name: string): Splits {
  const { labels, examples, validationFraction, testFraction, seed } = request;
  const members = membersOf(groups, examples);
  const fractions = [1 - validationFraction - testFraction, validationFraction, testFraction];
  const wanted = fractions.filter((fraction) => fraction > 0).length;
  if (members.length < wanted) {
    throw new AppError('badDataset', `${members.length} groups are too few for ${wanted} splits`, {
      where: `${request.name}, column “${name}”`,
      remedy: 'Choose another column for the role group, or fewer splits.',
    });
  }
  const classes = Math.max(1, request.classNames.length);
  const sizes = new Float64Array(classes);
  for (let index = 0; index < examples; index++)
    sizes[labels?.[index] ?? 0] = (sizes[labels?.[index] ?? 0] ?? 0) + 1;
  const lacking = fractions.map((fraction) => sizes.map((size) => fraction * size));
  const splits: number[][] = [[], [], []];
  const order = [
    ...shuffled(
      members.map((_, index) => index),
      seed,
      0,
    ),
  ].sort((a, b) => (members[b]?.length ?? 0) - (members[a]?.length ?? 0));
  order.forEach((group, place) => {
    const own = members[group] ?? [];
    const left = order.length - place;
    const empty = [0, 1, 2].filter((split) => (fractions[split] ?? 0) > 0 && splits[split]?.length === 0);
    // As many groups are kept for the splits that have none yet.
    const open = left <= empty.length ? empty : [0, 1, 2].filter((split) => (fractions[split] ?? 0) > 0);
    const chosen = open.reduce((best, split) =>
      need(lacking[split], own, labels) > need(lacking[best], own, labels) ? split : best,
    );
    for (const index of own) {
      splits[chosen]?.push(index);
      const label = labels?.[index] ?? 0;
      const ofSplit = lacking[chosen];
      if (ofSplit !== undefined) ofSplit[label] = (ofSplit[label] ?? 0) - 1;
    }
  });
  const [training = [], validation = [], test = []] = splits;
  return {
    training: shuffled(training, seed, -1),
    validation: shuffled(validation, seed, -2),
    test: shuffled(test, seed, -3),
  };
}

/** How many examples a split lacks of the classes that a group has, by their part in it. */
function need(
  lacking: Float64Array | undefined,
  group: readonly number[],
  labels: SplitRequest['labels'],
): number {
  let sum = 0;
  for (const index of group) sum += lacking?.[labels?.[index] ?? 0] ?? 0;
  return sum / group.length;
}
