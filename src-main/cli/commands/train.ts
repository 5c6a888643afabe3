import { basename, resolve } from 'node:path';
import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import { activeStates, type RunSummary } from '@shared/runs/run';
import type { EngineClient } from '../../processes/engineClient';
import { onEndSignal } from '../../processes/signals';
import { exitCodes } from '../exitCodes';
import { formatMetric, print, printJson, printProblem } from '../output';
import { placed } from '../places';
import { withEngine, type CommonOptions, type Session } from '../session';
import { applySettings, readSettings } from '../settings';
import { TrainingProgress } from '../trainingProgress';

export interface TrainOptions extends CommonOptions {
  readonly set: readonly string[];
  readonly name?: string;
}

/** Trains an experiment file and follows it to its end. @returns the exit code */
export function train(file: string, options: TrainOptions): Promise<number> {
  return withEngine(options, async ({ client }: Session) => {
    const opened = await client.files.openExperiment({ path: resolve(file) });
    const runId = await start(client, opened, options);
    const interruption = stopOnSignal(client, runId);
    const run = await follow(client, runId, options.json === true);
    report(run, basename(opened.path), options.json === true);
    if (interruption.asked) return exitCodes.interrupted;
    return run.state === 'completed' || run.state === 'stopped' ? exitCodes.ok : exitCodes.failed;
  });
}

/** @throws AppError with its place in the file, or the setting that is to blame */
async function start(
  client: EngineClient,
  opened: { readonly path: string; readonly experiment: Experiment },
  { set, name }: TrainOptions,
): Promise<RunId> {
  const settings = name === undefined ? set : [...set, `name=${JSON.stringify(name)}`];
  const experiment = applySettings(opened.experiment, settings, opened.path);
  try {
    return (await client.runs.start({ experiment })).runId;
  } catch (thrown) {
    throw placed(thrown, {
      file: opened.path,
      experiment,
      settings: readSettings(opened.experiment, settings),
    });
  }
}

/** The first Ctrl-C stops the run with a checkpoint; its end is then awaited like any other. */
function stopOnSignal(client: EngineClient, runId: RunId): { readonly asked: boolean } {
  const interruption = { asked: false };
  onEndSignal(() => {
    interruption.asked = true;
    process.stderr.write('\nStopping with a checkpoint … (Ctrl-C again does not wait for it)\n');
    // A run that has ended meanwhile cannot be stopped, and need not be.
    client.runs.stop({ runId }).catch(() => undefined);
  });
  return interruption;
}

async function follow(client: EngineClient, runId: RunId, json: boolean): Promise<RunSummary> {
  const bar = json ? null : new TrainingProgress();
  try {
    for await (const event of await client.runs.watch({ runId })) {
      if (json) printJson(event);
      else bar?.hear(event);
      if (event.type === 'summary' && !activeStates.includes(event.run.state)) break;
    }
  } finally {
    bar?.end();
  }
  return client.runs.get({ runId });
}

function report(run: RunSummary, file: string, json: boolean): void {
  if (run.error !== null) printProblem('error', run.error);
  if (json) {
    printJson({ type: 'finished', runId: run.id, state: run.state, metrics: run.metrics, error: run.error });
    return;
  }
  const { trainingLoss, validationLoss, validationAccuracy, testAccuracy } = run.metrics;
  print(`${file}: ${run.state}`);
  print(`  training loss        ${formatMetric('trainingLoss', trainingLoss)}`);
  print(`  validation loss      ${formatMetric('validationLoss', validationLoss)}`);
  if (validationAccuracy !== null)
    print(`  validation accuracy  ${formatMetric('validationAccuracy', validationAccuracy)}`);
  if (testAccuracy !== null) print(`  test accuracy        ${formatMetric('testAccuracy', testAccuracy)}`);
  print(`  run                  ${run.id} (${run.name})`);
}
