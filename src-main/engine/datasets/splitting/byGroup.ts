import { AppError } from '@shared/errors';
import type { SplitRule } from './rule';
import { type SplitRequest, type Splits, shuffled } from './shares';

type GroupRule = Extract<SplitRule, { readonly by: 'group' }>;

/** Which examples each group has. */
function membersOf(groups: Int32Array, examples: number): number[][] {
  const members: number[][] = [];
  for (let index = 0; index < examples; index++) (members[groups[index] ?? 0] ??= []).push(index);
  return members.filter((group) => group.length > 0);
}

/**
 * Whole groups go to parts, large ones first, each to the part that then lacks most of its examples, seen class by class:
 * the shares of the classes are met as nearly as the groups allow.
 * @param fractions of all examples that each part is to have; a part of none stays empty
 * @returns the examples of each part
 * @throws AppError `badDataset` where there are fewer groups than parts.
 */
export function shareGroups(
  request: SplitRequest,
  { groups, name }: GroupRule,
  fractions: readonly number[],
): number[][] {
  const { labels, examples, seed } = request;
  const members = membersOf(groups, examples);
  const wanted = fractions.flatMap((fraction, part) => (fraction > 0 ? [part] : []));
  if (members.length < wanted.length) {
    throw new AppError('badDataset', `${members.length} groups are too few for ${wanted.length} splits`, {
      where: `${request.place}, column “${name}”`,
      remedy: 'Choose another column for the role group, or fewer splits or folds.',
    });
  }
  const sizes = new Float64Array(Math.max(1, request.classNames.length));
  for (let index = 0; index < examples; index++) {
    sizes[labels?.[index] ?? 0] = (sizes[labels?.[index] ?? 0] ?? 0) + 1;
  }
  const lacking = fractions.map((fraction) => sizes.map((size) => fraction * size));
  const parts: number[][] = fractions.map(() => []);
  const order = largestFirst(members, seed);
  order.forEach((own, place) => {
    const empty = wanted.filter((part) => parts[part]?.length === 0);
    // As many groups are kept for the parts that have none yet.
    const open = order.length - place <= empty.length ? empty : wanted;
    const chosen = open.reduce((best, part) =>
      need(lacking[part], own, labels) > need(lacking[best], own, labels) ? part : best,
    );
    const ofPart = lacking[chosen];
    for (const index of own) {
      parts[chosen]?.push(index);
      const label = labels?.[index] ?? 0;
      if (ofPart !== undefined) ofPart[label] = (ofPart[label] ?? 0) - 1;
    }
  });
  return parts;
}

/** Groups by their sizes; those of one size as the seed has them. */
function largestFirst(members: readonly number[][], seed: number): number[][] {
  const places = Array.from(members.keys());
  return [...shuffled(places, seed, 0)]
    .map((place) => members[place] ?? [])
    .sort((a, b) => b.length - a.length);
}

/** Whole groups go to the splits, as {@link shareGroups} has it. */
export function splitByGroup(request: SplitRequest, rule: GroupRule): Splits {
  const { validationFraction, testFraction, seed } = request;
  const fractions = [1 - validationFraction - testFraction, validationFraction, testFraction];
  const [training = [], validation = [], test = []] = shareGroups(request, rule, fractions);
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
