import { describeStart } from '@shared/experiment/startFrom';
import { formatCount, formatNumber } from '@shared/format';
import { describeTracker } from '@shared/runs/imported/facts';
import { isTrained, type TrainedRun } from '@shared/runs/imported/trained';
import type { RunDetail } from '@shared/runs/run';
import {
  describeCores,
  describeEarlier,
  describeKernels,
  describePrograms,
  earlierMeaning,
} from '@shared/runs/versions/versionsWords';
import { describeCompilation } from '@shared/training/computing/compilation';
import { describeCleared, describeWeights } from '@shared/runs/weightsWords';
import { exitCodes } from '../../exitCodes';
import { describeFindings } from '../../output/findingsText';
import { findRun } from '../../findRun';
import { metricTable } from '../../output/metricTable';
import { formatTable, print, printJson, printProblem } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';

/** Shows one run: facts, metrics and the hash of its weights. @returns the exit code */
export function showRun(name: string, options: CommonOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const runId = await findRun(client, name);
    const run = await client.runs.get({ runId });
    const findings = await client.runs.findings({ runId });
    if (options.json) {
      printJson({ ...run, findings, startChecks: await client.runs.startChecks({ runId }) });
    } else {
      print(describeRun(run));
      if (findings.length > 0) print(`\n${describeFindings(findings)}`);
      if (run.error !== null) printProblem('error', run.error);
    }
    return exitCodes.ok;
  });
}

function describeRun(run: RunDetail): string {
  return formatTable(isTrained(run) ? factsOf(run) : factsOfImported(run));
}

function factsOfImported(run: RunDetail): string[][] {
  const { imported } = run;
  return [
    ['run', run.id],
    ['name', run.name],
    ['state', `imported${imported === null ? '' : ` from ${describeTracker(imported.from)}`}`],
    ['source', imported?.source ?? '–'],
    ['called there', imported?.originalName ?? '–'],
    ['ended there', imported?.status ?? '–'],
    ['imported', run.createdAt],
    ...Object.entries(imported?.parameters ?? {}).map(([name, value]) => [name, String(value)]),
    ...metricTable(run).map(({ cells }) => [...cells]),
    ...(imported?.remarks ?? []).map((remark) => ['note', remark]),
  ];
}

function factsOf(run: TrainedRun): string[][] {
  const { progress, versions } = run;
  return [
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
    ['starts from', describeStart(run.experiment.startFrom)],
    ...(run.checkpoints.length === 0 ? [['checkpoints', '–']] : []),
    ...run.checkpoints.map((checkpoint) => [`${checkpoint.name} weights`, describeWeights(checkpoint)]),
    ...run.clearedCheckpoints.map((cleared) => [`${cleared.name} weights`, describeCleared(cleared)]),
    ['weights hash', run.weightsHash ?? '–'],
    ['made with', describePrograms(versions)],
    ['processor', versions.computing?.processor ?? '–'],
    ['kernels', describeKernels(versions.computing)],
    ['cores', describeCores(versions.computing)],
    ...describeEarlier(run.earlierVersions, versions).map(({ until, what }) => [until.toLowerCase(), what]),
    ...(run.earlierVersions.length > 0 ? [['bits', earlierMeaning]] : []),
    ['steps run', describeCompilation(run.compilation)],
    ['best epoch', formatCount(run.metrics.bestEpoch)],
    ...metricTable(run).map(({ cells }) => [...cells]),
  ];
}
