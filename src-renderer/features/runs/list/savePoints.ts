import { everyPoint } from '@shared/contract/runs/everyPoint';
import type { RunId } from '@shared/ids';
import { pointsCsv } from '@shared/runs/points/csv';
import { engine } from '../../../shared/engine/client';
import { download } from '../../../shared/files/files';

export const pointFormats = ['CSV', 'Parquet'] as const;
export type PointFormat = (typeof pointFormats)[number];

/** Saves every point of every metric of some runs as one file, as the command line's `metrics` writes it. */
export async function savePoints(runIds: readonly RunId[], format: PointFormat): Promise<void> {
  const points = everyPoint(engine.runs, runIds);
  if (format === 'CSV') {
    const parts: string[] = [];
    for await (const part of pointsCsv(points)) parts.push(part);
    return download('points.csv', new Blob(parts), 'text/csv');
  }
  // The writer is only loaded by who wants it.
  const { pointsParquet } = await import('@shared/runs/points/parquet');
  download('points.parquet', await pointsParquet(points));
}
