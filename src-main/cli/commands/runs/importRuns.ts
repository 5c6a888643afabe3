import { resolve } from 'node:path';
import type { ImportedRuns } from '@shared/contract/imports';
import { formatCount, formatRuns } from '@shared/format';
import { describeTracker, type Tracker } from '@shared/runs/imported/facts';
import { exitCodes } from '../../exitCodes';
import { formatTable, print, printJson } from '../../output/output';
import { withEngine, type CommonOptions } from '../../session/session';

export interface ImportRunsOptions extends CommonOptions {
  readonly from?: Tracker;
}

/** Brings in the runs of another tracker, to compare with. @returns the exit code */
export function importRuns(path: string, { from, ...options }: ImportRunsOptions): Promise<number> {
  return withEngine(options, async ({ client }) => {
    const imported = await client.imports.runs({ path: resolve(path), ...(from && { from }) });
    if (options.json) printJson({ type: 'imported', ...imported });
    else print(describe(imported));
    return exitCodes.ok;
  });
}

function describe({ from, runs, remarks }: ImportedRuns): string {
  const table = formatTable([
    ['ID', 'NAME', 'SERIES', 'POINTS'],
    ...runs.map(({ runId, name, series, points }) => [runId, name, formatCount(series), formatCount(points)]),
  ]);
  const ofRuns = runs.flatMap(({ name, remarks: all }) => all.map((remark) => `- ${name}: ${remark}`));
  return [
    `${formatRuns(runs.length)} imported from ${describeTracker(from)}, to look at and to compare with`,
    table,
    ...ofRuns,
    ...remarks.map((remark) => `- ${remark}`),
  ].join('\n');
}
