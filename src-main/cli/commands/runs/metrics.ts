import { resolve } from 'node:path';
import { everyPoint } from '@shared/contract/runs/everyPoint';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { PointBatch } from '@shared/runs/points/batch';
import { pointsCsv } from '@shared/runs/points/csv';
import { pointsParquet } from '@shared/runs/points/parquet';
import { saveFile } from '../../../files/saveFile';
import type { EngineClient } from '../../../processes/engineClient';
import { exitCodes } from '../../exitCodes';
import { findRuns } from '../../findRun';
import { requireEnding } from '../../output/endings';
import { print, printJson } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';
import { UsageError } from '../../usageError';

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
  requireFitting(options);
  return withExistingWorkspace(options, async ({ client }) => {
    const runIds = await findRuns(client, names);
    const points = everyPoint(client.runs, runIds);
    if (options.tensorboard) await writeEvents(client, runIds, options);
    else if (options.parquet) await writeBytes(await pointsParquet(points), options.out);
    else await writeText(options.json ? jsonLines(points) : pointsCsv(points), options.out);
    return exitCodes.ok;
  });
}

/** @throws UsageError where the file's name ends as one of another format */
function requireFitting({ parquet, json, tensorboard, out }: MetricsOptions): void {
  if (out === undefined || tensorboard) return;
  if (parquet) requireEnding({ option: '--out', path: out }, 'Parquet', ['parquet']);
  else if (json)
    requireEnding({ option: '--out', path: out }, 'JSON, a line a batch', ['jsonl', 'ndjson', 'json']);
  else
    requireEnding({ option: '--out', path: out }, 'CSV (--parquet and --json write others)', ['csv', 'txt']);
}

async function* jsonLines(batches: AsyncIterable<PointBatch>): AsyncGenerator<string> {
  for await (const batch of batches) yield `${JSON.stringify(batch)}\n`;
}

/** Part by part: a file may be longer than a text can be. */
async function writeText(parts: AsyncIterable<string>, out: string | undefined): Promise<void> {
  if (out === undefined) for await (const part of parts) await written(part);
  else await put(out, parts);
}

async function writeBytes(bytes: Uint8Array, out: string | undefined): Promise<void> {
  if (out === undefined) await written(bytes);
  else await put(out, bytes);
}

async function put(out: string, content: Uint8Array | AsyncIterable<string>): Promise<void> {
  const path = resolve(out);
  await saveFile(path, content);
  print(path);
}

/** Waits until a slow reader has taken what it was given. */
function written(content: string | Uint8Array): Promise<void> {
  return new Promise((done) => process.stdout.write(content, () => done()));
}

/** @throws AppError without a folder to write to */
async function writeEvents(
  client: EngineClient,
  runIds: RunId[],
  { out, json }: MetricsOptions,
): Promise<void> {
  if (out === undefined) {
    throw new UsageError('Event files need a folder', {
      where: '--tensorboard',
      remedy: 'Say where to put them with --out FOLDER; then "tensorboard --logdir FOLDER" shows them.',
    });
  }
  const events = await client.runs.writeEvents({ runIds, directory: resolve(out) });
  if (json) printJson({ type: 'written', ...events });
  else for (const { path } of events.runs) print(path);
}
