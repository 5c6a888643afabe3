import { basename } from 'node:path';
import type { Experiment } from '@shared/experiment/experiment';
import { formatPath } from '@shared/catalogue/issues';
import { AppError } from '@shared/errors';
import { formatCount } from '@shared/format';
import type { RunId } from '@shared/ids';
import { describeMetric, metricNames } from '@shared/runs/metricNames';
import type { RunSummary } from '@shared/runs/run';
import { deviation, mean } from '@shared/statistics/describe';
import { formatMetric } from '@shared/training/metrics/words';
import type { EngineClient } from '../../processes/engineClient';
import { formatTable, print, printJson, printProblem } from '../output/output';
import type { Setting } from '../settings';
import { columnsOf, followAll } from './trainSeeds';

/** The same experiment with each of the folds for validation in turn. */
export function withFolds(experiment: Experiment, folds: number): Experiment[] {
  return Array.from({ length: folds }, (_, index) => ({
    ...experiment,
    dataset: { ...experiment.dataset, folds, fold: index + 1 },
  }));
}

/** @throws AppError where a setting says which folds, as `--folds` does */
export function refuseSecondFolds(settings: readonly Setting[]): void {
  const setting = settings.find(({ path }) => ['dataset.folds', 'dataset.fold'].includes(formatPath(path)));
  if (setting === undefined) return;
  throw new AppError('badArgument', 'The folds are set twice: by --folds and by --set', {
    where: `--set ${setting.text}`,
    remedy: 'Leave one of the two out.',
  });
}

export function followFolds(
  client: EngineClient,
  runIds: readonly RunId[],
  json: boolean,
): Promise<RunSummary[]> {
  return followAll(client, runIds, json, ({ id }) => `fold ${runIds.indexOf(id) + 1}`);
}

/** Mean and deviation over the folds of each figure; null where a fold has it not. */
function overFolds(runs: readonly RunSummary[], statistic: (values: readonly number[]) => number) {
  return Object.fromEntries(
    metricNames.map(({ field }) => {
      const values = runs.map(({ metrics }) => metrics[field]).filter((value) => value !== null);
      return [field, values.length === runs.length ? statistic(values) : null];
    }),
  ) as RunSummary['metrics'];
}

/** How each of the folds has ended, and what they come to together, in one table or one line of JSON. */
export function reportFolds(runs: readonly RunSummary[], file: string, json: boolean): void {
  for (const { name, error } of runs) if (error !== null) printProblem('error', { ...error, where: name });
  const [means, deviations] = [overFolds(runs, mean), overFolds(runs, deviation)];
  if (json) {
    const folds = runs.map(({ id: runId, seed, state, metrics }, index) => ({
      runId,
      fold: index + 1,
      seed,
      state,
      metrics,
    }));
    printJson({ type: 'finished', folds, mean: means, deviation: deviations });
    return;
  }
  print(`${basename(file)}: ${formatCount(runs.length)} folds`);
  const columns = columnsOf(runs);
  const cellsOf = (metrics: RunSummary['metrics']) =>
    columns.map(({ metric, field }) => formatMetric(metric, metrics[field]));
  const rows = [
    ['fold', 'run', 'state', ...columns.map(describeMetric)],
    ...runs.map(({ id, state, metrics }, index) => [String(index + 1), id, state, ...cellsOf(metrics)]),
    ['mean', '', '', ...cellsOf(means)],
    ['deviation', '', '', ...cellsOf(deviations)],
  ];
  print(formatTable(rows.map(([fold = '', ...cells]) => [`  ${fold}`, ...cells])));
}
