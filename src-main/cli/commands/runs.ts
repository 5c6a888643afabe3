import { formatNumber } from '@shared/format';
import type { RunSummary } from '@shared/runs/run';
import { exitCodes } from '../exitCodes';
import { headline } from '../metricTable';
import { formatTable, print, printJson } from '../output';
import { withExistingWorkspace, type CommonOptions } from '../session';

/** Lists the runs of the workspace, the newest first. @returns the exit code */
export function showRuns(options: CommonOptions & { readonly limit: number }): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const { runs, total } = await client.runs.list({ limit: options.limit });
    if (options.json) printJson(runs);
    else if (runs.length === 0) print('No runs yet: "layerlab train FILE" makes one.');
    else {
      print(
        formatTable([
          ['ID', 'NAME', 'STATE', 'EPOCHS', 'LOSS', 'VALIDATION', 'SCORE', 'CREATED'],
          ...runs.map(row),
        ]),
      );
      if (total > runs.length) print(`… and ${total - runs.length} more (--limit)`);
    }
    return exitCodes.ok;
  });
}

function row(run: RunSummary): string[] {
  const { trainingLoss, validationLoss } = run.metrics;
  return [
    run.id,
    run.name,
    run.state,
    run.progress === null ? '–' : `${run.progress.epoch}/${run.progress.epochs}`,
    formatNumber(trainingLoss),
    formatNumber(validationLoss),
    headline(run),
    run.createdAt.slice(0, 16).replace('T', ' '),
  ];
}
