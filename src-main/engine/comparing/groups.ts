import type { PreparedDataset } from '@shared/data/prepared';
import { configurationOfRun, differencesOfRuns, isRepetition } from '@shared/runs/configuration/differences';
import { foldsOfRuns } from '@shared/runs/configuration/folds';
import type { MetricName } from '@shared/runs/metricNames';
import type { MetricField } from '@shared/runs/metricNames';
import type { RunDetail } from '@shared/runs/run';
import type { Sample } from '@shared/statistics/configurations';
import type { ComparedGroup } from '@shared/statistics/comparison';
import { deviation, interquartileMean, mean } from '@shared/statistics/describe';
import {
  bootstrapInterval,
  meanInterval,
  overlapOfFolds,
  wilsonInterval,
  type Interval,
} from '@shared/statistics/intervals';
import { metricOf } from '@shared/training/metrics/words';

/** A run beside the data that it was judged on. */
export interface ComparedRun {
  readonly run: RunDetail;
  /** Null for an imported run, of whose examples nothing is known. */
  readonly splits: PreparedDataset['splits'] | null;
}

export type ComparedMetric = MetricName & { readonly field: MetricField };

/** Runs of one configuration, by seed. */
export interface Group {
  readonly runs: readonly ComparedRun[];
  /** A value a seed, of those that were measured. */
  readonly sample: Sample;
  /** Whether runs of one seed were counted as one. */
  readonly hasTwins: boolean;
  /** Of the cross-validation that the runs are parts of; 0 where they are of none. */
  readonly folds: number;
}

/** Puts runs together that differ in their seeds or held-out folds alone, in the order in which their configurations come first. */
export function groupRuns(runs: readonly ComparedRun[], metric: ComparedMetric): Group[] {
  const groups = new Map<string, ComparedRun[]>();
  for (const each of runs) {
    const key = configurationOfRun(each.run);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((members) => {
    const sorted = [...members].sort((a, b) => (a.run.seed ?? 0) - (b.run.seed ?? 0));
    const seeds = new Map<string, number[]>();
    for (const { run } of sorted) {
      const value = run.metrics[metric.field];
      const key = partner(run);
      if (value !== null) seeds.set(key, [...(seeds.get(key) ?? []), value]);
    }
    const values = [...seeds.values()];
    const folds = foldsOfRuns(sorted.map(({ run }) => run));
    return {
      runs: sorted,
      folds,
      sample: { values: values.map(mean), partners: [...seeds.keys()], overlap: overlapOfFolds(folds) },
      hasTwins: values.some(({ length }) => length > 1),
    };
  });
}

/**
 * What runs of two configurations share where they can be put beside each other: the seed, and the examples. An imported
 * run shares them with none that is known.
 */
function partner({ id, seed, datasetHash }: RunDetail): string {
  return datasetHash === null ? id : `${seed} on ${datasetHash}`;
}

/** What is told of each group. */
export function describeGroups(groups: readonly Group[], metric: ComparedMetric): ComparedGroup[] {
  const differences = differencesOfRuns(
    groups.flatMap(({ runs: [first] }) => (first === undefined ? [] : [first.run])),
  ).filter(({ path }) => !isRepetition(path));
  return groups.map(({ runs, folds, sample: { values, overlap } }, place) => ({
    runs: runs.map(({ run }) => run.id),
    differs: Object.fromEntries(differences.map(({ path, values: all }) => [path, all[place] ?? null])),
    n: values.length,
    mean: values.length === 0 ? null : mean(values),
    folds,
    interval: pair(meanInterval(values, overlap)),
    deviation: values.length < 2 ? null : deviation(values),
    interquartileMean: values.length === 0 ? null : interquartileMean(values),
    // Drawing anew from values that depend on each other would make them out to be surer than they are.
    interquartileInterval: folds > 0 ? null : pair(bootstrapInterval(values, interquartileMean)),
    values: runs.map(({ run }) => run.metrics[metric.field]),
    seeds: runs.map(({ run }) => run.seed),
    examples: runs.map(({ splits }) => splits?.[metric.split] ?? null),
    examplesIntervals: examplesIntervals(runs, metric),
  }));
}

const pair = (interval: Interval | null): [number, number] | null => interval && [...interval];

/** Only a mean of right and wrong answers has such an interval. */
function examplesIntervals(runs: readonly ComparedRun[], { metric, split, field }: ComparedMetric) {
  const { format, isMean } = metricOf(metric);
  if (format !== 'share' || isMean !== true) return [];
  return runs.map(({ run, splits }) => {
    const share = run.metrics[field];
    const examples = splits?.[split] ?? 0;
    return share === null || examples === 0 ? null : pair(wilsonInterval(share, examples));
  });
}
