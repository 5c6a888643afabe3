import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { describeMetric, metricPath, parseMetricName } from '@shared/runs/metricNames';
import { isTrained, type TrainedRun } from '@shared/runs/imported/trained';
import { activeStates, resumableStates, type RunDetail } from '@shared/runs/run';
import type { Comparison } from '@shared/statistics/comparison';
import { bestOfMany, judgePairs } from '@shared/statistics/verdicts';
import { kindOf } from '@shared/training/config';
import { metricOf } from '@shared/training/metrics/words';
import type { EngineParts } from '../engineParts';
import { describeGroups, groupRuns, type ComparedMetric, type ComparedRun, type Group } from './groups';
import { JudgedNets } from './judged';

/** Configurations that are compared, every two of them. */
const mostGroups = 40;

/**
 * What can be said between the configurations of some runs.
 * @param name of the metric; where absent validation accuracy, or the loss where none has one
 * @throws AppError `badArgument` where the figures cannot be put beside each other
 */
export async function compareRuns(
  parts: EngineParts,
  runIds: readonly RunId[],
  name?: string,
): Promise<Comparison> {
  const { runs } = parts;
  const compared: ComparedRun[] = [...new Set(runIds)].map((id) => {
    const run = runs.detail(id);
    return { run, splits: isTrained(run) ? runs.material(id).dataset.splits : null };
  });
  const details = compared.map(({ run }) => run);
  const metric = name === undefined ? usualMetric(details) : parseMetricName(name);
  requireComparable(details, metric);
  const groups = groupRuns(compared, metric);
  if (groups.length > mostGroups) throw tooMany(groups.length);
  const judged = new JudgedNets(metric);
  const only = (group: Group | undefined) => onlyRun(group, metric);
  const single = groups.flatMap((group) => only(group) ?? []);
  if (single.length > 1) await judged.judge(parts, single);
  const { better } = metricOf(metric.metric);
  const samples = groups.map(({ sample }) => sample);
  const pairs = judgePairs(samples, better, (a, b) => judged.test(only(groups[a]), only(groups[b])));
  return {
    metric: metricPath(metric),
    split: metric.split,
    better,
    correction: pairs.length > 1 ? 'holm' : 'none',
    groups: describeGroups(groups, metric),
    pairs,
    bestOf: bestOfMany(samples, better, errorOfShare(compared, metric)),
    warnings: [...warningsOf(groups, metric), ...judged.obstacles],
  };
}

/** The run that a group of one value has it from, whose net can be compared with another's. */
function onlyRun(group: Group | undefined, { field }: ComparedMetric): TrainedRun | undefined {
  if (group?.sample.values.length !== 1) return undefined;
  return group.runs
    .map(({ run }) => run)
    .find((run): run is TrainedRun => run.metrics[field] !== null && hasWeights(run));
}

const hasWeights = (run: RunDetail): run is TrainedRun =>
  isTrained(run) && run.checkpoints.some(({ step }) => step > 0);

function usualMetric(details: readonly RunDetail[]): ComparedMetric {
  const usual = ['validation.accuracy', 'validation.loss', 'training.accuracy', 'training.loss'].map(
    parseMetricName,
  );
  const measured = (metric: ComparedMetric) => details.some(({ metrics }) => metrics[metric.field] !== null);
  return usual.find(measured) ?? parseMetricName('validation.accuracy');
}

function requireComparable(details: readonly RunDetail[], metric: ComparedMetric): void {
  const words = describeMetric(metric);
  if (details.every(({ metrics }) => metrics[metric.field] === null)) {
    throw new AppError('badArgument', `None of the runs has a ${words}.`, {
      where: metricPath(metric),
      remedy: 'Choose a metric that they were measured by: "layerlab show RUN" lists a run’s.',
    });
  }
  const losses = new Set(details.map(lossOf));
  if (metric.metric === 'loss' && losses.size > 1) {
    throw new AppError(
      'badArgument',
      `The runs minimize different losses (${[...losses].join(', ')}), whose values say nothing of each other.`,
      { where: metricPath(metric), remedy: 'Compare them by another metric, such as validation.accuracy.' },
    );
  }
}

/** What a run minimizes; of an imported one only that it is not known. */
function lossOf(run: RunDetail): string {
  return isTrained(run) ? kindOf(run.experiment.training.loss) : 'unknown, of imported runs';
}

function tooMany(groups: number): AppError {
  return new AppError(
    'badArgument',
    `The runs have ${groups} configurations; ${mostGroups} can be compared at once.`,
    {
      remedy: 'Name fewer runs.',
    },
  );
}

/** Of a share measured on so many examples, where one seed has no other beside it. */
function errorOfShare(compared: readonly ComparedRun[], { metric, split }: ComparedMetric) {
  const { format, isMean } = metricOf(metric);
  const examples = Math.min(...compared.map(({ splits }) => splits?.[split] ?? 0));
  return (share: number): number | null =>
    format === 'share' && isMean === true && examples > 0
      ? Math.sqrt((share * (1 - share)) / examples)
      : null;
}

/** Whether each configuration was judged on the same examples; in a cross-validation, on all of its folds. */
function areJudgedAlike(groups: readonly Group[]): boolean {
  const judgedOn = groups.map(({ runs }) => new Set(runs.map(({ run }) => run.datasetHash)));
  const areSingle = groups.every(({ folds }, place) => folds > 0 || judgedOn[place]?.size === 1);
  return areSingle && new Set(judgedOn.map((hashes) => [...hashes].sort().join())).size <= 1;
}

const namesOf = (runs: readonly RunDetail[]) => runs.map(({ name }) => `“${name}”`).join(', ');

function warningsOf(groups: readonly Group[], metric: ComparedMetric): string[] {
  const all = groups.flatMap(({ runs }) => runs.map(({ run }) => run));
  const unmeasured = all.filter(({ metrics }) => metrics[metric.field] === null);
  const unfinished = all.filter(({ state }) => [...activeStates, ...resumableStates].includes(state));
  const names = (runs: readonly RunDetail[]) =>
    runs.map(({ name, state }) => `“${name}” (${state})`).join(', ');
  const imported = all.filter((run) => !isTrained(run));
  return [
    ...(unmeasured.length > 0
      ? [
          `No ${describeMetric(metric)} was measured of ${names(unmeasured)}: they are in no mean, which may flatter the others.`,
        ]
      : []),
    ...(unfinished.length > 0 ? [`Not trained to their end: ${names(unfinished)}.`] : []),
    ...(groups.some(({ hasTwins }) => hasTwins)
      ? ['Runs of one configuration with the same seed are the same training twice, and count as one seed.']
      : []),
    ...(imported.length > 0
      ? [
          `${namesOf(imported)}: imported, so it is not known on which examples${metric.metric === 'loss' ? ' and by which loss' : ''} they were judged.`,
        ]
      : []),
    ...(!areJudgedAlike(groups) && imported.length === 0
      ? ['The runs were not all judged on the same examples: what differs may be the examples.']
      : []),
    ...(groups.some(({ folds }) => folds > 0)
      ? [
          'Nets of different folds were trained on mostly the same examples: intervals and tests over them allow for that, and are wider for it.',
        ]
      : []),
    ...(metric.split === 'test' && groups.length > 1
      ? ['These are test figures: whoever picks the winner by them has none left to say how good it will be.']
      : []),
    ...(metric.split === 'training' && groups.some((group) => onlyRun(group, metric))
      ? [
          'Training figures are means over the batches of an epoch, whose weights changed meanwhile; example by example the last weights are compared.',
        ]
      : []),
    ...(metric.moment === 'best'
      ? [
          'The best weights are picked after the fact from those of all epochs: their figures flatter, and longer runs more.',
        ]
      : []),
  ];
}
