import { metricCatalogue, type MetricKind } from '../../training/metrics';
import { metricOf } from '../../training/metrics/words';
import type { Split } from '../metricNames';

/** The home of what the series of other trackers are called here. */

/** A quantity as another tracker kept it, under its own name. */
export interface ForeignSeries {
  readonly tag: string;
  /** Whole numbers, ascending, each once. */
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Seconds since 1970 at which each was written; null where that is not known. */
  readonly times: readonly number[] | null;
}

export interface NamedSeries extends ForeignSeries {
  readonly split: Split;
  readonly name: string;
}

const splitWords: Readonly<Record<string, Split>> = {
  train: 'training',
  training: 'training',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  eval: 'validation',
  evaluation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
};

/** Words for one of our metrics, besides its kind. */
const synonyms: Readonly<Record<string, MetricKind>> = {
  acc: 'accuracy',
  binaryaccuracy: 'accuracy',
  categoricalaccuracy: 'accuracy',
  sparsecategoricalaccuracy: 'accuracy',
  mae: 'meanAbsoluteError',
  r2score: 'r2',
  f1macro: 'macroF1',
  macrof1: 'macroF1',
};
const kinds = new Map<string, MetricKind>([
  ...metricCatalogue.map(({ kind }) => [kind.toLowerCase(), kind] as const),
  ...Object.entries(synonyms),
]);

/** What a tag says of itself. */
interface Meaning {
  readonly split: Split;
  /** Null where it is none of our metrics. */
  readonly metric: MetricKind | null;
  /** How plainly it says so: of several tags for one metric the plainest has it. */
  readonly rank: number;
}

/**
 * Reads a tag as its words: `val_accuracy`, `Loss/train`, `epoch_loss`, `trainLoss`. One that names no split was measured
 * while training, as Keras has it. What is measured of a batch alone (`batch_loss`, `loss_step`) is no metric of ours.
 */
function meaningOf(tag: string): Meaning {
  const words = tag
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
  const splits = words.filter((word) => Object.hasOwn(splitWords, word));
  const split = splitWords[splits[0] ?? ''] ?? 'training';
  const rest = words.filter((word) => !splits.includes(word));
  const isOfEpoch = rest.includes('epoch');
  const metric = kinds.get(rest.filter((word) => word !== 'epoch').join('')) ?? null;
  return { split, metric: splits.length > 1 ? null : metric, rank: isOfEpoch ? 1 : 0 };
}

/**
 * Gives the series of one run the names that they have here: one of our metrics where the tag says so and its values can
 * be that metric's, otherwise the tag as it is.
 * @param given the split of series that is known otherwise, by their tags
 * @returns the series, and a sentence for each that is not what its tag says
 */
export function nameSeries(
  series: readonly ForeignSeries[],
  given: ReadonlyMap<ForeignSeries, Split> = new Map(),
): { series: NamedSeries[]; remarks: string[] } {
  const remarks: string[] = [];
  const meanings = series.map((each) => {
    const meaning = meaningOf(each.tag);
    const split = given.get(each) ?? meaning.split;
    const fits = meaning.metric === null || canBe(meaning.metric, each.values);
    if (!fits) remarks.push(noShare(each.tag));
    return { ...meaning, split, metric: fits ? meaning.metric : null };
  });
  const holders = new Map<string, number>();
  for (const [place, { split, metric, rank }] of meanings.entries()) {
    if (metric === null) continue;
    const key = `${split}.${metric}`;
    const holder = holders.get(key);
    if (holder === undefined || rank < (meanings[holder]?.rank ?? 0)) holders.set(key, place);
  }
  const named = series.map((each, place) => {
    const { split, metric } = meanings[place] ?? { split: 'training' as const, metric: null };
    const holds = metric !== null && holders.get(`${split}.${metric}`) === place;
    return { ...each, split, name: holds ? metric : each.tag };
  });
  return { series: apart(named), remarks };
}

/** A tag that is called as one of our metrics is called here gives way to the series that is that metric. */
function apart(named: readonly NamedSeries[]): NamedSeries[] {
  const taken = new Set<string>();
  return [...named]
    .sort((a, b) => Number(a.name === a.tag) - Number(b.name === b.tag))
    .map((each) => {
      let { name } = each;
      while (taken.has(`${each.split}.${name}`)) name = `${name} (as written)`;
      taken.add(`${each.split}.${name}`);
      return { ...each, name };
    });
}

/** A share is from 0 to 1; some trackers keep percentages. */
function canBe(metric: MetricKind, values: readonly number[]): boolean {
  if (metricOf(metric).format !== 'share') return true;
  return values.every((value) => !Number.isFinite(value) || (value >= 0 && value <= 1));
}

function noShare(tag: string): string {
  return `“${tag}” has values beyond 0 to 1, perhaps percentages: it is kept by its own name and is no accuracy here.`;
}
