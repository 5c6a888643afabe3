import { resolve } from 'node:path';
import { mostPoints } from '@shared/contract/runTable';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { MetricBatch } from '@shared/runs/run';
import { saveFile } from '../../../files/saveFile';
import type { EngineClient } from '../../../processes/engineClient';
import { csvText } from '@shared/csv';
import { exitCodes } from '../../exitCodes';
import { findRuns } from '../../findRun';
import { print, printJson } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session';
import { parquetOf, type Points } from '../../output/metricsParquet';

export interface MetricsOptions extends CommonOptions {
  readonly csv?: boolean;
  readonly parquet?: boolean;
  readonly tensorboard?: boolean;
  readonly out?: string;
}

/**
 * Every point of every metric of some runs: a row a point, in the order of runs, series and steps. A value that was no
 * number is a gap: empty, or null.
 * @returns the exit code
 */
export function exportMetrics(names: readonly string[], options: MetricsOptions): Promise<number> {
  if (options.parquet && options.out === undefined && process.stdout.isTTY) {
    throw new AppError('badArgument', 'A Parquet file is not for reading on a screen', {
      remedy: 'Say where to put it with --out FILE, or send the output into a file.',
    });
  }
  return withExistingWorkspace(options, async ({ client }) => {
    const runIds = await findRuns(client, names);
    if (options.tensorboard) await writeEvents(client, runIds, options);
    else if (options.json && !options.parquet) await write(client, runIds, options, jsonLines);
    else if (options.parquet) await writeParquet(client, runIds, options.out);
    else await write(client, runIds, options, csvLines, 'run,split,metric,step,value\n');
    return exitCodes.ok;
  });
}

/** Goes through all points, a part of a series at a time. */
async function* pointsOf(
  client: EngineClient,
  runIds: readonly RunId[],
): AsyncGenerator<MetricBatch & { runId: RunId }> {
  for (const runId of runIds) {
    for (const key of await client.runs.series({ runId })) {
      for (let afterStep: number | undefined; ;) {
        const batch = await client.runs.points({ runId, ...key, afterStep });
        if (batch.steps.length > 0) yield { ...batch, runId };
        if (batch.steps.length < mostPoints) break;
        afterStep = batch.steps.at(-1);
      }
    }
  }
}

type Batch = MetricBatch & { readonly runId: RunId };

const csvLines = ({ runId, split, name, steps, values }: Batch): string =>
  csvText(steps.map((step, place) => [runId, split, name, step, values[place]]));

const jsonLines = (batch: Batch): string => `${JSON.stringify(batch)}\n`;

async function write(
  client: EngineClient,
  runIds: readonly RunId[],
  { out }: MetricsOptions,
  linesOf: (batch: Batch) => string,
  heading = '',
): Promise<void> {
  if (out === undefined) {
    process.stdout.write(heading);
    for await (const batch of pointsOf(client, runIds)) await written(linesOf(batch));
    return;
  }
  const parts = [heading];
  for await (const batch of pointsOf(client, runIds)) parts.push(linesOf(batch));
  await put(out, parts.join(''));
}

/** Waits until a slow reader has taken what it was given. */
function written(text: string): Promise<void> {
  return new Promise((done) => process.stdout.write(text, () => done()));
}

async function writeParquet(
  client: EngineClient,
  runIds: readonly RunId[],
  out: string | undefined,
): Promise<void> {
  const points: Points = { run: [], split: [], metric: [], step: [], value: [] };
  for await (const { runId, split, name, steps, values } of pointsOf(client, runIds)) {
    for (const [place, step] of steps.entries()) {
      points.run.push(runId);
      points.split.push(split);
      points.metric.push(name);
      points.step.push(step);
      points.value.push(values[place] ?? null);
    }
  }
  const bytes = parquetOf(points);
  if (out !== undefined) await put(out, bytes);
  else await new Promise<void>((done) => process.stdout.write(bytes, () => done()));
}

/** @throws AppError without a folder to write to */
async function writeEvents(
  client: EngineClient,
  runIds: RunId[],
  { out, json }: MetricsOptions,
): Promise<void> {
  if (out === undefined) {
    throw new AppError('badArgument', 'Event files need a folder', {
      where: '--tensorboard',
      remedy: 'Say where to put them with --out FOLDER; then "tensorboard --logdir FOLDER" shows them.',
    });
  }
  const written = await client.runs.writeEvents({ runIds, directory: resolve(out) });
  if (json) printJson({ type: 'written', ...written });
  else for (const { path } of written.runs) print(path);
}

async function put(out: string, content: string | Uint8Array): Promise<void> {
  const path = resolve(out);
  await saveFile(path, content);
  print(path);
}
