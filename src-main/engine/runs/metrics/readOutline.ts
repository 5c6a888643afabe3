import { AppError } from '@shared/errors';
import { outline } from '@shared/runs/curves/outline';
import type { Database } from '../database/database';
import type { ReadSeries, Series } from './metricChunk';
import { beforeAll, joined } from './series';
import type { SeriesRows } from './seriesRows';

/** Points that an outline has of a chunk at the least. */
const pointsOfChunk = 16;

/**
 * A curve in at least so many points, or all of them where it has no more; its first, its newest and every extreme among
 * them. Of a long one the coarsest outline is read that is fine enough, and what has come since that was written.
 * @throws AppError `workspaceDamaged`
 */
export function readOutline(database: Database, points: SeriesRows, detail: number): ReadSeries {
  if (points.chunkCount() * pointsOfChunk < detail) return points.read();
  try {
    keepOutlines(database, points);
    const level = coarsest(points, detail);
    return level.level === 0 ? level.read() : withRest(level);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    // Outlines that are damaged, or cannot be written, are not needed: the points tell all, also what is wrong with them.
    return points.read();
  }
}

/** Curves from before there were outlines have none, or lack their beginning. */
function keepOutlines(database: Database, points: SeriesRows): void {
  if (points.above().firstStep() !== points.firstStep()) database.transaction(() => points.outlineAnew());
}

function coarsest(points: SeriesRows, detail: number): SeriesRows {
  let level = points;
  for (let next = level.above(); next.pointCount() >= detail; next = next.above()) level = next;
  return level;
}

function withRest(level: SeriesRows): ReadSeries {
  const read = level.read();
  return joined([read, rest(level.below(), read.steps.at(-1) ?? beforeAll)]);
}

/** An outline of what a level and all below it have after a step. */
function rest(level: SeriesRows, step: number): Series {
  const read = level.read(step);
  if (level.level === 0) return outline(read);
  return outline(joined([read, rest(level.below(), read.steps.at(-1) ?? step)]));
}
