import { resolve } from 'node:path';
import { formatCount, formatDuration } from '@shared/format';
import { parseMetricName } from '@shared/runs/metricNames';
import type { SweepEvent, SweepId, SweepPoint, SweepSummary } from '@shared/runs/sweeps/sweep';
import { activeSweepStates } from '@shared/runs/sweeps/sweep';
import { formatMetric } from '@shared/training/metrics/words';
import type { EngineClient } from '../../../processes/engineClient';
import { onEndSignal } from '../../../processes/signals';
import { exitCodes } from '../../exitCodes';
import { formatTable, print, printJson, printProblem } from '../../output/output';
import { placed } from '../../experiment/places';
import { withEngine, type CommonOptions } from '../../session/session';

export interface SweepOptions extends CommonOptions {
  readonly concurrency: number;
}

/** Runs of a sweep that train at once, at the most. */
export const mostAtOnce = 64;
/** Points that the table at the end shows. */
const shownPoints = 10;

/** Runs the sweep that a file describes, or goes on with it, to its end. @returns the exit code */
export function runSweep(file: string, options: SweepOptions): Promise<number> {
  const json = options.json === true;
  return withEngine(
    options,
    async ({ client }) => {
      const path = resolve(file);
      const sweepId = await start(client, path);
      const interruption = pauseOnSignal(client, sweepId);
      const sweep = await follow(client, sweepId, json);
      if (interruption.asked) {
        if (json) printJson({ type: 'interrupted', ...outcome(sweep) });
        else print(`The sweep goes on from here with "layerlab sweep ${file}".`);
        return exitCodes.interrupted;
      }
      const { points } = await client.sweeps.get({ sweepId });
      if (sweep.error !== null) printProblem('error', sweep.error);
      if (json) printJson({ type: sweep.state, ...outcome(sweep) });
      else print(report(sweep, points));
      return sweep.state === 'finished' && sweep.best !== null ? exitCodes.ok : exitCodes.failed;
    },
    { jobs: options.concurrency },
  );
}

/** @throws AppError with its place in the file */
async function start(client: EngineClient, path: string): Promise<SweepId> {
  const { experiment } = await client.files.openExperiment({ path });
  try {
    return (await client.sweeps.start({ experiment })).sweepId;
  } catch (thrown) {
    throw placed(thrown, { file: path, experiment, settings: [] });
  }
}

function pauseOnSignal(client: EngineClient, sweepId: SweepId): { readonly asked: boolean } {
  const interruption = { asked: false };
  onEndSignal(() => {
    interruption.asked = true;
    process.stderr.write('\nStopping with checkpoints … (Ctrl-C again does not wait for them)\n');
    // A sweep that has ended meanwhile cannot be stopped, and need not be.
    client.sweeps.stop({ sweepId }).catch(() => undefined);
  });
  return interruption;
}

async function follow(client: EngineClient, sweepId: SweepId, json: boolean): Promise<SweepSummary> {
  const told = new Set<number>();
  let latest = (await client.sweeps.get({ sweepId })).sweep;
  if (!json && latest.runs > 0)
    process.stderr.write(
      `going on after ${formatCount(latest.runs)} runs of ${formatCount(latest.points)} points\n`,
    );
  for await (const event of await client.sweeps.watch({ sweepId })) {
    if (event.type === 'sweep') latest = event.sweep;
    if (json) printJson(event);
    else tellPoint(event, latest, told);
    if (event.type === 'sweep' && !activeSweepStates.includes(event.sweep.state)) break;
  }
  return latest;
}

/** A line for each point that is done, on stderr. */
function tellPoint(event: SweepEvent, sweep: SweepSummary, told: Set<number>): void {
  if (event.type !== 'point' || event.point.state === 'open' || told.has(event.point.number)) return;
  const { point } = event;
  told.add(point.number);
  const of = sweep.mostPoints === null ? '' : ` of ${formatCount(sweep.mostPoints)}`;
  const left = sweep.remainingSeconds === null ? '' : `  ${formatDuration(sweep.remainingSeconds)} left`;
  process.stderr.write(
    `point ${point.number + 1}${of}  ${describe(point)}  ${ending(point, sweep)}${left}\n`,
  );
  if (point.error !== null) printProblem('warning', point.error);
}

function describe({ parameters }: Pick<SweepPoint, 'parameters'>): string {
  return Object.entries(parameters)
    .map(([path, value]) => `${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

function ending({ state, value, haltedAfter }: SweepPoint, { metric }: SweepSummary): string {
  const text = formatMetric(parseMetricName(metric).metric, value);
  if (state === 'finished') return `${metric} ${text}`;
  if (state === 'halted') return `stopped early after epoch ${formatCount(haltedAfter)} at ${text}`;
  return state;
}

/** What a program reads of how it went. */
function outcome({ id, runs, points, states, best, metric, error }: SweepSummary) {
  return {
    sweepId: id,
    runs,
    points,
    states,
    metric,
    best: best && { runId: best.runId, parameters: best.parameters, value: best.value, runIds: best.runIds },
    ...(error === null ? {} : { error }),
  };
}

function report(sweep: SweepSummary, points: readonly SweepPoint[]): string {
  const { better, best, metric } = sweep;
  const direction = better === 'lower' ? 1 : -1;
  const ranked = points
    .filter(({ state, value }) => state === 'finished' && value !== null)
    .sort((a, b) => direction * ((a.value ?? 0) - (b.value ?? 0)));
  const rows = ranked
    .slice(0, shownPoints)
    .map((point) => [
      `  ${point.number + 1}`,
      formatMetric(parseMetricName(metric).metric, point.value),
      describe(point),
    ]);
  const counts = Object.entries(sweep.states).map(([state, count]) => `${formatCount(count)} ${state}`);
  return [
    `${sweep.name}: ${formatCount(sweep.runs)} runs of ${formatCount(sweep.points)} points (${counts.join(', ')})`,
    formatTable([['  point', metric, 'parameters'], ...rows]),
    best === null ? 'No point was trained to its end.' : `best run  ${best.runId}`,
  ].join('\n');
}
