import { describeError } from '@shared/errors';
import type { RunDetail } from '@shared/runs/run';
import { exitCodes } from '../exitCodes';
import { findRun } from '../findRun';
import { formatNumber, formatTable, print, printJson } from '../output';
import { withEngine, type CommonOptions } from '../session';

/** Shows one run: facts, metrics and the hash of its weights. @returns the exit code */
export function showRun(name: string, options: CommonOptions): Promise<number> {
  return withEngine(options, async ({ client }) => {
    const run = await client.runs.get({ runId: await findRun(client, name) });
    if (options.json) printJson(run);
    else print(describeRun(run));
    return exitCodes.ok;
  });
}

function describeRun(run: RunDetail): string {
  const { progress, versions } = run;
  const facts: string[][] = [
    ['run', run.id],
    ['name', run.name],
    ['state', run.state],
    ['created', run.createdAt],
    ['data set', `${run.datasetName} (${run.datasetHash.slice(0, 12)})`],
    ['parameters', formatNumber(run.parameterCount)],
    ['epochs', progress === null ? '–' : `${progress.epoch} of ${progress.epochs}`],
    [
      'steps',
      progress === null ? '–' : `${formatNumber(progress.step)} of ${formatNumber(progress.totalSteps)}`,
    ],
    ['seed', String(run.seed)],
    ['checkpoints', run.checkpoints.join(', ') || '–'],
    ['weights hash', run.weightsHash ?? '–'],
    [
      'made with',
      `Layerlab ${versions.layerlab}, TensorFlow ${versions.tensorflow ?? '–'}, Node ${versions.node}`,
    ],
    ...Object.entries(run.metrics).flatMap(([metric, value]) =>
      value === null ? [] : [[words(metric), formatNumber(value)]],
    ),
  ];
  const error = run.error === null ? '' : `\n${describeError(run.error)}`;
  return formatTable(facts) + error;
}

/** `bestValidationLoss` as `best validation loss`. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
