import { resolve } from 'node:path';
import type { RunId } from '@shared/ids';
import type { Comparison } from '@shared/statistics/comparison';
import {
  describeCaveats,
  describeGroups,
  describeInterval,
  describePairs,
  groupLetter,
  metricOfComparison,
} from '@shared/statistics/words';
import { formatMetric } from '@shared/training/metrics/words';
import { saveFile } from '../../../files/saveFile';
import type { EngineClient } from '../../../processes/engineClient';
import { csvText } from '@shared/csv';
import { exitCodes } from '../../exitCodes';
import { findRuns } from '../../findRun';
import { requireEnding } from '../../output/endings';
import { formatTable, print, printJson } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';

export interface CompareOptions extends CommonOptions {
  readonly metric?: string;
  readonly csv?: boolean;
  readonly report?: string;
}

/** Groups runs by configuration and says what can be said between them. @returns the exit code */
export function compare(names: readonly string[], options: CompareOptions): Promise<number> {
  if (options.report !== undefined)
    requireEnding({ option: '--report', path: options.report }, 'an HTML file', ['html', 'htm']);
  return withExistingWorkspace(options, async ({ client }) => {
    const runIds = await findRuns(client, names);
    if (options.report !== undefined) return saveReport(client, runIds, options.report, options);
    const comparison = await client.runs.verdicts({ runIds, metric: options.metric });
    if (options.json) printJson(comparison);
    else if (options.csv) process.stdout.write(csvText(rowsOf(comparison)));
    else print(describeComparison(comparison));
    return exitCodes.ok;
  });
}

async function saveReport(
  client: EngineClient,
  runIds: RunId[],
  report: string,
  { metric, json }: CompareOptions,
): Promise<number> {
  const path = resolve(report);
  const { html } = await client.runs.report({ runIds, metric });
  await saveFile(path, html, 'The report cannot be written');
  if (json) printJson({ type: 'written', path });
  else print(path);
  return exitCodes.ok;
}

function describeComparison(comparison: Comparison): string {
  const { metric, groups } = comparison;
  const { metric: kind } = metricOfComparison(comparison);
  const table = formatTable([
    ['', 'SEEDS', 'MEAN', '95 % OF THE MEAN', 'DEVIATION', 'MIDDLE HALF', 'CONFIGURATION'],
    ...describeGroups(comparison).map((group) => [
      group.letter,
      group.seeds,
      group.mean,
      group.interval,
      group.deviation,
      group.middleHalf,
      group.configuration,
    ]),
  ]);
  const runs = formatTable([
    ['', 'RUN', 'SEED', 'VALUE', 'WHAT SO MANY EXAMPLES ALLOW'],
    ...groups.flatMap(({ runs: ids, seeds, values, examples, examplesIntervals }, place) =>
      ids.map((id, at) => [
        groupLetter(place),
        id,
        String(seeds[at] ?? '–'),
        formatMetric(kind, values[at]),
        examples[at] === null
          ? 'not known'
          : `${describeInterval(metric, examplesIntervals[at] ?? null)} (${examples[at] ?? 0} examples)`,
      ]),
    ),
  ]);
  return [
    `${metric}, grouped by configuration`,
    table,
    '',
    runs,
    '',
    ...describePairs(comparison),
    ...describeCaveats(comparison).map((caveat) => `note: ${caveat}`),
  ].join('\n');
}

/** A row a run, with what its group has beside it. */
function rowsOf({ metric, groups }: Comparison): unknown[][] {
  const paths = Object.keys(groups[0]?.differs ?? {});
  const heading = ['group', 'run', 'seed', metric, 'n', 'mean', 'low', 'high', 'deviation', ...paths];
  const rows = groups.flatMap((group, place) =>
    group.runs.map((run, at) => [
      groupLetter(place),
      run,
      group.seeds[at],
      group.values[at],
      group.n,
      group.mean,
      ...(group.interval ?? [null, null]),
      group.deviation,
      ...paths.map((path) => group.differs[path]),
    ]),
  );
  return [heading, ...rows];
}
