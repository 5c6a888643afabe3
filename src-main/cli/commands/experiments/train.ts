import { basename, resolve } from 'node:path';
import type { Experiment } from '@shared/experiment/experiment';
import { withFolds } from '@shared/experiment/folds';
import type { Finding } from '@shared/diagnosis/finding';
import type { RunId } from '@shared/ids';
import { describeStart } from '@shared/experiment/startFrom';
import { describeEnding, hasStoppedEarly } from '@shared/runs/ending';
import { requireTrained, type TrainedRun } from '@shared/runs/imported/trained';
import { type CheckpointName, type RunSummary } from '@shared/runs/run';
import { describeWeights } from '@shared/runs/weightsWords';
import type { EngineClient } from '../../../processes/engineClient';
import { onEndSignal } from '../../../processes/signals';
import { checkSource } from '../../experiment/checking';
import { exitCodes } from '../../exitCodes';
import { describeFindings } from '../../output/findingsText';
import { metricTable } from '../../output/metricTable';
import { formatTable, print, printJson, printProblem } from '../../output/output';
import { placed, type ExperimentSource } from '../../experiment/places';
import { withEngine, type CommonOptions, type Session } from '../../session/session';
import { applySettings, readSettings, refuseAlsoSet } from '../../experiment/settings';
import { followAlone } from '../../training/follow';
import { withOrigin } from '../../training/origin';
import { followFolds, reportFolds } from '../../training/trainFolds';
import { followAll, reportAll } from '../../training/trainSeeds';
import { withSeeds } from '@shared/experiment/seeds';

export interface TrainOptions extends CommonOptions {
  readonly set: readonly string[];
  readonly name?: string;
  readonly seeds?: readonly number[];
  readonly folds?: number;
  readonly from?: string;
  readonly checkpoint?: CheckpointName;
  readonly freeze?: string;
}

/** Trains an experiment file, with one seed or several, and follows it to its end. @returns the exit code */
export function train(file: string, options: TrainOptions): Promise<number> {
  return withEngine(options, async ({ client }: Session) => {
    const opened = await client.files.openExperiment({ path: resolve(file) });
    const runIds = await start(client, opened, options);
    const interruption = stopOnSignal(client, runIds);
    const runs = await followRuns(client, runIds, opened.path, options);
    if (interruption.asked) return exitCodes.interrupted;
    const isWell = runs.every(({ state }) => state === 'completed' || state === 'stopped');
    return isWell ? exitCodes.ok : exitCodes.failed;
  });
}

async function trainOne(client: EngineClient, runIds: readonly RunId[], path: string, json: boolean) {
  const runs: TrainedRun[] = [];
  for (const runId of runIds)
    runs.push(requireTrained(await followAlone(client, runId, json ? printJson : undefined)));
  for (const run of runs) report(run, await client.runs.findings({ runId: run.id }), basename(path), json);
  return runs;
}

/** Follows the runs to their ends and says how they ended. */
async function followRuns(
  client: EngineClient,
  runIds: readonly RunId[],
  path: string,
  { seeds, folds, json = false }: TrainOptions,
): Promise<readonly Pick<RunSummary, 'state'>[]> {
  if (seeds === undefined && folds === undefined) return trainOne(client, runIds, path, json);
  const isByFolds = folds !== undefined;
  const runs = await (isByFolds ? followFolds : followAll)(client, runIds, json);
  if (isByFolds) reportFolds(runs, path, json);
  else await reportAll(client, runs, path, json);
  return runs;
}

/** @throws AppError with its place in the file, or the setting that is to blame */
async function start(
  client: EngineClient,
  opened: { readonly path: string; readonly experiment: Experiment },
  { set, name, seeds, folds, json, ...origin }: TrainOptions,
): Promise<readonly RunId[]> {
  const written = name === undefined ? set : [...set, `name=${JSON.stringify(name)}`];
  const changed = applySettings(opened.experiment, written, opened.path);
  const experiment = await withOrigin(client, changed, origin);
  const settings = readSettings(opened.experiment, written);
  if (seeds !== undefined)
    refuseAlsoSet(settings, ['training.seed'], 'The seed is set twice: by --seeds and by --set');
  if (folds !== undefined) {
    const places = ['dataset.folds', 'dataset.fold'];
    refuseAlsoSet(settings, places, 'The folds are set twice: by --folds and by --set');
  }
  await warn(client, { file: opened.path, experiment, settings }, json === true);
  try {
    return (await client.runs.start(askedFor(experiment, { seeds, folds }))).runIds;
  } catch (thrown) {
    throw placed(thrown, { file: opened.path, experiment, settings });
  }
}

/** The experiment itself, or as often as seeds or folds are wanted. */
function askedFor(experiment: Experiment, { seeds, folds }: Pick<TrainOptions, 'seeds' | 'folds'>) {
  if (folds !== undefined) return { experiments: withFolds(experiment, folds) };
  return seeds === undefined ? { experiment } : { experiments: withSeeds(experiment, seeds) };
}

/** Says what is questionable before it is trained, as `validate` does; what is wrong, the start itself says. */
async function warn(client: EngineClient, source: ExperimentSource, json: boolean): Promise<void> {
  const { problems } = await checkSource(client, source).catch(() => ({ problems: [] }));
  for (const { severity, layer, error } of problems) {
    if (severity !== 'warning') continue;
    printProblem('warning', error);
    if (json) printJson({ type: 'warning', layer, ...error });
  }
}

/** The first Ctrl-C stops the runs, each with a checkpoint; their ends are then awaited like any other. */
function stopOnSignal(client: EngineClient, runIds: readonly RunId[]): { readonly asked: boolean } {
  const interruption = { asked: false };
  onEndSignal(() => {
    interruption.asked = true;
    process.stderr.write('\nStopping with a checkpoint … (Ctrl-C again does not wait for it)\n');
    // A run that has ended meanwhile cannot be stopped, and need not be. Those that wait go first, lest one begin.
    for (const runId of [...runIds].reverse()) client.runs.stop({ runId }).catch(() => undefined);
  });
  return interruption;
}

function report(run: TrainedRun, findings: readonly Finding[], file: string, json: boolean): void {
  if (run.error !== null) printProblem('error', run.error);
  if (json) {
    const { id: runId, state, metrics, baseline, naive, checkpoints, error } = run;
    const stoppedEarly = hasStoppedEarly(run);
    const { startFrom = null } = run.experiment;
    printJson({
      type: 'finished',
      runId,
      state,
      stoppedEarly,
      metrics,
      baseline,
      ...(Object.keys(naive).length > 0 && { naive }),
      checkpoints,
      findings,
      startFrom,
      error,
    });
    return;
  }
  print(`${file}: ${describeEnding(run)}`);
  const rows = [
    ...metricTable(run)
      .filter(({ name }) => name.moment === 'last')
      .map(({ cells }) => cells),
    ...run.checkpoints.map((checkpoint) => [`${checkpoint.name} weights`, describeWeights(checkpoint)]),
    ...(run.experiment.startFrom === undefined
      ? []
      : [['starts from', describeStart(run.experiment.startFrom)]]),
    ['run', `${run.id} (${run.name})`],
  ];
  print(formatTable(rows.map(([title = '', ...cells]) => [`  ${title}`, ...cells])));
  if (findings.length > 0) print(describeFindings(findings));
}
