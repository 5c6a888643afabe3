import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { z } from 'zod';
import { preparedDatasetSchema } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { activeStates, runDetailSchema, splitSchema } from '@shared/runs/run';
import { isTrained } from '@shared/runs/imported/trained';
import { replaceFile } from '../../files/replaceFile';
import type { EngineParts } from '../engineParts';
import type { SeriesChunk } from '../runs/metrics/metricStore';
import type { Workspace } from '../workspace';

const bytesSchema = z.base64().transform((text) => Uint8Array.from(Buffer.from(text, 'base64')));

/** A part of a curve, as a row of `metric_chunks` has it. */
const chunkSchema = z.object({
  split: splitSchema,
  name: z.string().min(1),
  first_step: z.int(),
  last_step: z.int(),
  count: z.int(),
  steps: bytesSchema.nullable(),
  bytes_per_value: z.int(),
  values: bytesSchema,
  times: bytesSchema.nullable(),
});

/**
 * What a run's folder says of its run, so that the run can be taken up again where the database has lost it: what it was
 * started with when its training began, and all of it when it had ended.
 */
const recordSchema = z.object({
  format: z.literal('layerlab-run-1'),
  run: runDetailSchema,
  dataset: preparedDatasetSchema,
  group: z.object({ id: z.string(), place: z.int() }).nullable(),
  /** Empty before the end. */
  curves: z.array(chunkSchema),
});
export type RunRecord = z.output<typeof recordSchema>;

type Parts = Pick<EngineParts, 'runs' | 'metrics' | 'workspace'>;

/** Compressed, which also tells whether it is as it was written. */
const recordFile = 'run.json.gz';

/** Writes down what the database knows of a run. @throws AppError where its row is damaged; the file system's error */
async function writeRecord({ runs, metrics, workspace }: Parts, runId: RunId): Promise<void> {
  const run = runs.detail(runId);
  if (!isTrained(run)) return;
  const { dataset, group } = runs.material(runId);
  const hasEnded = !activeStates.includes(run.state);
  const record: z.input<typeof recordSchema> = {
    format: 'layerlab-run-1',
    run,
    dataset,
    group,
    curves: hasEnded ? metrics.chunksOf(runId).map(inText) : [],
  };
  await mkdir(workspace.run(runId), { recursive: true });
  const packed = await promisify(gzip)(JSON.stringify(record));
  await replaceFile(pathOf(workspace, runId), packed, { isShared: true });
}

/** Writes what runs' folders say of their runs, one after another. */
export class RunRecords {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Parts & Pick<EngineParts, 'log'>) {}

  /** What goes wrong is written into the log alone: the run is none the worse for it. @returns when it is written */
  keep(runId: RunId): Promise<void> {
    this.last = this.last
      .then(() => writeRecord(this.parts, runId))
      .catch((thrown: unknown) =>
        this.parts.log.warn({ err: thrown, runId }, 'a run could not be written down in its folder'),
      );
    return this.last;
  }

  /** Resolves when all is written that was asked for. */
  settled(): Promise<void> {
    return this.last;
  }
}

/** @throws AppError `notFound` where the folder has none, `workspaceDamaged` where it is not as it was written */
export function readRecord(workspace: Workspace, runId: RunId): RunRecord {
  const path = pathOf(workspace, runId);
  if (!existsSync(path)) throw noRecord(path);
  let record: RunRecord;
  try {
    record = recordSchema.parse(JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')));
  } catch (cause) {
    throw damagedRecord(path, cause);
  }
  if (record.run.id === runId) return record;
  throw damagedRecord(path);
}

/** Runs that have ended, the latest first. */
export function endedRuns(database: EngineParts['database']): RunId[] {
  const ended = database.query
    .selectFrom('runs')
    .where('deleted_at', 'is', null)
    .where('state', 'not in', [...activeStates])
    .orderBy('id', 'desc');
  return database.all(ended.select('id')).map(({ id }) => id as RunId);
}

/** A run's folder is there and says nothing of the run. */
export function lacksRecord(workspace: Workspace, runId: RunId): boolean {
  return existsSync(workspace.run(runId)) && !existsSync(pathOf(workspace, runId));
}

const pathOf = (workspace: Workspace, runId: RunId): string => join(workspace.run(runId), recordFile);

function inText({ steps, values, times, ...chunk }: SeriesChunk): z.input<typeof chunkSchema> {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return { ...chunk, steps: steps && text(steps), values: text(values), times: times && text(times) };
}

function noRecord(path: string): AppError {
  return new AppError('notFound', 'The folder does not say what was trained: an earlier Layerlab made it.', {
    where: path,
    remedy: 'Restore a backup that knows the run; its weights are in the folder as safetensors.',
  });
}

function damagedRecord(path: string, cause?: unknown): AppError {
  return new AppError('workspaceDamaged', 'What the folder says of its run is not as it was written.', {
    where: path,
    remedy: 'Restore a backup that knows the run; its weights are in the folder as safetensors.',
    cause,
  });
}
