import { capitalized, formatCount, formatNumber, formatShare } from '../format';
import { describeMetric, parseMetricName } from '../runs/metricNames';
import { formatMetric, metricOf } from '../training/metrics/words';
import type { ComparedGroup, ComparedPair, Comparison } from './comparison';

/** A comparison in words, as the window and the command line both say it. */

export function metricOfComparison({ metric }: Pick<Comparison, 'metric'>) {
  const name = parseMetricName(metric);
  return { ...name, words: describeMetric(name) };
}

/** A, B, …, Z, AA, …: what a group is called where it stands with others. */
export function groupLetter(place: number): string {
  const before = Math.floor(place / 26);
  return `${before > 0 ? groupLetter(before - 1) : ''}${String.fromCharCode(65 + (place % 26))}`;
}

/**
 * What sets a group's configuration apart: `learningRate 0.01, units 8`. Several groups that nothing sets apart are of
 * imported runs that came without their settings.
 */
export function describeConfiguration(
  { differs }: Pick<ComparedGroup, 'differs'>,
  groups: readonly unknown[],
): string {
  const parts = Object.entries(differs).map(
    ([path, value]) =>
      `${path.split('.').at(-1) ?? path} ${value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  if (parts.length > 0) return parts.join(', ');
  return groups.length === 1 ? 'the only configuration' : 'not known';
}

type Metric = Comparison['metric'];

/** Two ends of an interval: `0.9120 to 0.9481`, `91.2 % to 94.8 %`. A share is never less than none or more than all. */
export function describeInterval(metric: Metric, interval: readonly [number, number] | null): string {
  if (interval === null) return '–';
  const { metric: kind } = metricOfComparison({ metric });
  const bounded = (end: number) => (metricOf(kind).format === 'share' ? Math.min(1, Math.max(0, end)) : end);
  return interval.map((end) => formatMetric(kind, bounded(end))).join(' to ');
}

/** With its sign; shares in percentage points. */
export function describeDifference(metric: Metric, value: number): string {
  const { metric: kind } = metricOfComparison({ metric });
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  const size = Math.abs(value);
  return (
    sign + (metricOf(kind).format === 'share' ? `${(size * 100).toFixed(2)} points` : formatNumber(size))
  );
}

function differenceWithInterval(metric: Metric, { difference, interval }: ComparedPair): string {
  if (difference === null) return 'not measured';
  const ends = interval?.map((end) => describeDifference(metric, end)).join(' to ');
  return describeDifference(metric, difference) + (ends === undefined ? '' : ` (95 %: ${ends})`);
}

const testWords: Readonly<Record<NonNullable<ComparedPair['test']>, string>> = {
  pairedT: 'paired t-test',
  pairedPermutation: 'permutation test of the pairs',
  welch: 'Welch’s t-test',
  permutation: 'permutation test',
  correctedT: 't-test that allows for what folds share',
  mcnemar: 'McNemar’s test',
  pairedBootstrap: 'paired bootstrap',
};

/** `p 0.031`, and by what. */
function describeTest({ test, pValue, adjustedPValue }: ComparedPair): string | null {
  if (test === null || pValue === null) return null;
  const p = (value: number) => (value < 0.001 ? 'p < 0.001' : `p ${value.toFixed(3)}`);
  const adjusted =
    adjustedPValue !== null && adjustedPValue !== pValue ? `, ${p(adjustedPValue)} by Holm` : '';
  return `${p(pValue)}${adjusted}, ${testWords[test]}`;
}

const relation: Readonly<Record<'better' | 'worse' | 'noDifferenceSeen', string>> = {
  better: 'is better than',
  worse: 'is worse than',
  noDifferenceSeen: 'does not differ from',
};

/** The verdict in a sentence or two. @param names of the two sides */
export function describePair(
  { metric, groups }: Pick<Comparison, 'metric' | 'groups'>,
  pair: ComparedPair,
  names: readonly [string, string] = [groupLetter(pair.of[0]), groupLetter(pair.of[1])],
): string {
  const [a, b] = names;
  const figures = [differenceWithInterval(metric, pair), describeTest(pair)]
    .filter((part) => part !== null)
    .join('; ');
  const headline = headlineOf(pair, a, b);
  const said = headline.endsWith('.') ? capitalized(figures) : figures;
  return [headline, `${said}.`, ...asides(pair, groups, a, b)].join(' ');
}

/** Every verdict, or that there is none to be given. */
export function describePairs(comparison: Pick<Comparison, 'metric' | 'groups' | 'pairs'>): string[] {
  const { pairs } = comparison;
  if (pairs.length === 0) return ['There is one configuration, and nothing to compare it with.'];
  return pairs.map((pair) => describePair(comparison, pair));
}

/** The figures of each group for a table, in the groups' order. */
export function describeGroups(comparison: Pick<Comparison, 'metric' | 'groups'>) {
  const { metric, groups } = comparison;
  const { metric: kind } = metricOfComparison(comparison);
  return groups.map((group, place) => ({
    letter: groupLetter(place),
    seeds: describeCount(group),
    mean: formatMetric(kind, group.mean),
    interval: describeInterval(metric, group.interval),
    deviation: formatMetric(kind, group.deviation),
    middleHalf: formatMetric(kind, group.interquartileMean),
    configuration: describeConfiguration(group, groups),
  }));
}

/** How many values a group's mean is of. */
export function describeCount({ n, folds }: Pick<ComparedGroup, 'n' | 'folds'>): string {
  return folds > 0 ? `${n} (${folds} folds)` : String(n);
}

/** The verdict alone. */
function headlineOf({ verdict, netsVerdict }: ComparedPair, a: string, b: string): string {
  if (verdict === 'better' || verdict === 'worse') return `${a} ${relation[verdict]} ${b}:`;
  if (verdict === 'noDifferenceSeen') return `No difference could be seen between ${a} and ${b}:`;
  const nets =
    netsVerdict === null
      ? ''
      : netsVerdict === 'noDifferenceSeen'
        ? ' No difference could be seen between these two nets on the examples that both were judged on:'
        : ` Of these two nets, ${a}’s ${relation[netsVerdict]} ${b}’s on the examples that both were judged on:`;
  return `Too few seeds to say whether ${a} or ${b} is the better configuration.${nets}`;
}

function asides(pair: ComparedPair, groups: Comparison['groups'], a: string, b: string): string[] {
  const { probabilityOfImprovement: chance, verdict } = pair;
  const needed = seedsToSee(pair, groups);
  return [
    ...(chance === null ? [] : [`A run of ${a} beats one of ${b} in ${formatShare(chance)} of the cases.`]),
    ...(needed === null || verdict === 'better' || verdict === 'worse'
      ? []
      : [
          `A difference of this size takes about ${formatCount(needed)} seeds a side to be seen in 4 of 5 cases.`,
        ]),
  ];
}

/** Seeds a side for a difference like this one, where more than there are. */
function seedsToSee({ of: [a, b], seedsNeeded }: ComparedPair, groups: Comparison['groups']): number | null {
  const has = Math.min(groups[a]?.n ?? 0, groups[b]?.n ?? 0);
  return seedsNeeded !== null && seedsNeeded > has ? seedsNeeded : null;
}

/** What must be said beside every verdict. */
export function describeCaveats(comparison: Comparison): string[] {
  const { metric, groups, pairs, bestOf, correction, warnings } = comparison;
  const tested = pairs.filter(({ pValue }) => pValue !== null).length;
  const { metric: kind } = metricOfComparison(comparison);
  return [
    ...(correction === 'holm' && tested > 1
      ? [`${tested} comparisons at once: the verdicts go by p-values that Holm’s method makes larger for it.`]
      : []),
    ...(bestOf === null
      ? []
      : [
          `${groupLetter(bestOf.group)} is the best of ${bestOf.of}, picked after the fact: ${formatMetric(kind, bestOf.mean)}` +
            (bestOf.byLuck === null
              ? ', with nothing to tell how much of it is luck.'
              : `, where the best of ${bestOf.of} equal ones would reach ${formatMetric(kind, bestOf.byLuck)} by luck.`),
        ]),
    ...(groups.some(({ n }) => n === 1) && pairs.some(({ about }) => about === 'nets')
      ? [
          `With one seed a side, what is said is of these nets’ ${describeMetric(metricOfComparison({ metric }))}, not of their configurations.`,
        ]
      : []),
    ...warnings,
  ];
}
