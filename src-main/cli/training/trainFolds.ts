import { basename } from 'node:path';
import { formatCount } from '@shared/format';
import type { RunId } from '@shared/ids';
import { metricNames } from '@shared/runs/metricNames';
import type { RunSummary } from '@shared/runs/run';
import { deviation, mean } from '@shared/statistics/describe';
import type { EngineClient } from '../../processes/engineClient';
import { print, printJson, printProblem } from '../output/output';
import { endsTable, followAll } from './trainSeeds';

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
  print(
    endsTable(runs, 'fold', (_run, place) => String(place + 1), [
      { title: 'mean', metrics: means },
      { title: 'deviation', metrics: deviations },
    ]),
  );
}
