import { basename } from 'node:path';
import type { RunEvent } from '@shared/contract/events';
import { formatCount } from '@shared/format';
import type { RunId } from '@shared/ids';
import { describeMetric, headlineMetric, metricNames } from '@shared/runs/metricNames';
import type { RunSummary } from '@shared/runs/run';
import { formatMetric } from '@shared/training/metrics/words';
import type { EngineClient } from '../../processes/engineClient';
import { formatTable, print, printJson, printProblem } from '../output/output';
import { followRun } from './follow';
import { SeedsProgress } from './seedsProgress';

/** Follows runs to their ends. @returns what they then are, in their order */
export async function followAll(
  client: EngineClient,
  runIds: readonly RunId[],
  json: boolean,
  called = ({ seed }: RunSummary) => `seed ${seed}`,
): Promise<RunSummary[]> {
  const progress = json ? null : new SeedsProgress(runIds.length, called);
  const hear = (runId: RunId, event: RunEvent) => {
    if (json) printJson({ runId, ...event });
    else progress?.hear(runId, event);
  };
  try {
    const points = json ? 'every' : 'some';
    return await Promise.all(
      runIds.map((runId) => followRun(client, runId, (event) => hear(runId, event), points)),
    );
  } finally {
    progress?.end();
  }
}

/** How each of the runs has ended, in one table or one line of JSON. */
export async function reportAll(
  client: EngineClient,
  runs: readonly RunSummary[],
  file: string,
  json: boolean,
): Promise<void> {
  for (const { name, error } of runs) if (error !== null) printProblem('error', { ...error, where: name });
  if (json) {
    const ends = runs.map(async ({ id: runId, seed, state, metrics }) => {
      return { runId, seed, state, metrics, findings: await client.runs.findings({ runId }) };
    });
    printJson({ type: 'finished', runs: await Promise.all(ends) });
    return;
  }
  print(`${basename(file)}: ${formatCount(runs.length)} ${runs.length === 1 ? 'seed' : 'seeds'}`);
  print(endsTable(runs, 'seed', ({ seed }) => String(seed)));
}

/**
 * The ends of runs that were trained together, a row each, and figures of all of them below.
 * @param what tells them apart, which `of` says of each
 */
export function endsTable(
  runs: readonly RunSummary[],
  what: string,
  of: (run: RunSummary, place: number) => string,
  below: readonly { readonly title: string; readonly metrics: RunSummary['metrics'] }[] = [],
): string {
  const columns = columnsOf(runs);
  const cellsOf = (metrics: RunSummary['metrics']) =>
    columns.map(({ metric, field }) => formatMetric(metric, metrics[field]));
  const rows = [
    [what, 'run', 'state', ...columns.map(describeMetric)],
    ...runs.map((run, place) => [of(run, place), run.id, run.state, ...cellsOf(run.metrics)]),
    ...below.map(({ title, metrics }) => [title, '', '', ...cellsOf(metrics)]),
  ];
  return formatTable(rows.map(([first = '', ...cells]) => [`  ${first}`, ...cells]));
}

/** The loss and the most telling metric of each split that was measured. */
function columnsOf(runs: readonly RunSummary[]) {
  const [telling] = runs.flatMap(({ metrics }) => headlineMetric(metrics)?.metric ?? []);
  return metricNames.filter(
    ({ metric, moment, field }) =>
      moment === 'last' &&
      (metric === 'loss' || metric === telling) &&
      runs.some(({ metrics }) => metrics[field] !== null),
  );
}
