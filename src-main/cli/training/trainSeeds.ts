import { basename } from 'node:path';
import type { Experiment } from '@shared/experiment/experiment';
import type { RunEvent } from '@shared/contract/events';
import { formatCount } from '@shared/format';
import type { RunId } from '@shared/ids';
import { describeMetric, headlineMetric, metricNames } from '@shared/runs/metricNames';
import { activeStates, type RunSummary } from '@shared/runs/run';
import { formatMetric } from '@shared/training/metrics/words';
import type { EngineClient } from '../../processes/engineClient';
import { formatTable, print, printJson, printProblem } from '../output/output';
import { SeedsProgress } from './seedsProgress';

/** The same experiment with each of the seeds. */
export function withSeeds(experiment: Experiment, seeds: readonly number[]): Experiment[] {
  return seeds.map((seed) => ({ ...experiment, training: { ...experiment.training, seed } }));
}

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
    return await Promise.all(runIds.map((runId) => followOne(client, runId, hear)));
  } finally {
    progress?.end();
  }
}

async function followOne(
  client: EngineClient,
  runId: RunId,
  hear: (runId: RunId, event: RunEvent) => void,
): Promise<RunSummary> {
  for await (const event of await client.runs.watch({ runId })) {
    hear(runId, event);
    if (event.type === 'summary' && !activeStates.includes(event.run.state)) return event.run;
  }
  return client.runs.get({ runId });
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
  const columns = columnsOf(runs);
  const rows = [
    ['seed', 'run', 'state', ...columns.map(describeMetric)],
    ...runs.map(({ id, seed, state, metrics }) => [
      String(seed),
      id,
      state,
      ...columns.map(({ metric, field }) => formatMetric(metric, metrics[field])),
    ]),
  ];
  print(formatTable(rows.map(([seed = '', ...cells]) => [`  ${seed}`, ...cells])));
}

/** The loss and the most telling metric of each split that was measured. */
export function columnsOf(runs: readonly RunSummary[]) {
  const [telling] = runs.flatMap(({ metrics }) => headlineMetric(metrics)?.metric ?? []);
  return metricNames.filter(
    ({ metric, moment, field }) =>
      moment === 'last' &&
      (metric === 'loss' || metric === telling) &&
      runs.some(({ metrics }) => metrics[field] !== null),
  );
}
