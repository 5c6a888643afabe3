import { parquetWriteBuffer } from 'hyparquet-writer';
import type { PointBatch } from './batch';

/** A table of points by its columns. */
interface Points {
  readonly run: string[];
  readonly split: string[];
  readonly metric: string[];
  readonly step: number[];
  readonly value: (number | null)[];
}

/** The bytes of a Parquet file with a row a point: run, split, metric, step, value, which is null where it was no number. */
export async function pointsParquet(batches: AsyncIterable<PointBatch>): Promise<Uint8Array<ArrayBuffer>> {
  const { run, split, metric, step, value } = await tableOf(batches);
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'run', data: run, type: 'STRING', nullable: false },
      { name: 'split', data: split, type: 'STRING', nullable: false },
      { name: 'metric', data: metric, type: 'STRING', nullable: false },
      { name: 'step', ...wholeNumbers(step), nullable: false },
      { name: 'value', data: value, type: 'DOUBLE', nullable: true },
    ],
  });
  return new Uint8Array(buffer);
}

async function tableOf(batches: AsyncIterable<PointBatch>): Promise<Points> {
  const points: Points = { run: [], split: [], metric: [], step: [], value: [] };
  for await (const { runId, split, name, steps, values } of batches) {
    for (const [place, step] of steps.entries()) {
      points.run.push(runId);
      points.split.push(split);
      points.metric.push(name);
      points.step.push(step);
      points.value.push(values[place] ?? null);
    }
  }
  return points;
}

/** In 32 bits where all fit into them; steps of other trackers may be moments in time. */
function wholeNumbers(data: number[]) {
  return data.every((value) => value === (value | 0))
    ? { data, type: 'INT32' as const }
    : { data: data.map(BigInt), type: 'INT64' as const };
}
