import { basename, resolve } from 'node:path';
import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import { describeEnding, hasStoppedEarly } from '@shared/runs/ending';
import { activeStates, type RunDetail } from '@shared/runs/run';
import { describeWeights } from '@shared/runs/weightsWords';
import type { EngineClient } from '../../processes/engineClient';
import { onEndSignal } from '../../processes/signals';
import { exitCodes } from '../exitCodes';
import { metricTable } from '../metricTable';
import { formatTable, print, printJson, printProblem } from '../output';
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

async function follow(client: EngineClient, runId: RunId, json: boolean): Promise<RunDetail> {
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

function report(run: RunDetail, file: string, json: boolean): void {
  if (run.error !== null) printProblem('error', run.error);
  if (json) {
    const { id: runId, state, metrics, baseline, checkpoints, error } = run;
    const stoppedEarly = hasStoppedEarly(run);
    printJson({ type: 'finished', runId, state, stoppedEarly, metrics, baseline, checkpoints, error });
    return;
  }
  print(`${file}: ${describeEnding(run)}`);
  const rows = [
    ...metricTable(run)
      .filter(({ name }) => name.moment === 'last')
      .map(({ cells }) => cells),
    ...run.checkpoints.map((checkpoint) => [`${checkpoint.name} weights`, describeWeights(checkpoint)]),
    ['run', `${run.id} (${run.name})`],
  ];
  print(formatTable(rows.map(([title = '', ...cells]) => [`  ${title}`, ...cells])));
}
