import { AppError } from '@shared/errors';
import { outline } from '@shared/runs/curves/outline';
import type { Database } from '../database/database';
import type { ReadSeries, Series } from './metricChunk';
import { joined, type Window } from './series';
import type { SeriesRows } from './seriesRows';

/** Points that an outline has of a chunk at the least. */
const pointsOfChunk = 16;

/**
 * What lies in a window of a curve, in at least so many points, or all of them where it has no more; its first, its newest
 * and every extreme of the window among them. Of a long one the coarsest outline is read that is fine enough.
 * @throws AppError `workspaceDamaged`
 */
export function readOutline(
  database: Database,
  points: SeriesRows,
  detail: number,
  window: Window,
): ReadSeries {
  if (points.chunkCount(window) * pointsOfChunk < detail) return points.readWithin(window);
  try {
    keepOutlines(database, points);
    return outlined(points, window, detail);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    // Outlines that are damaged, or cannot be written, are not needed: the points tell all, also what is wrong with them.
    return points.readWithin(window);
  }
}

/** Curves from before there were outlines have none, or lack their beginning. */
function keepOutlines(database: Database, points: SeriesRows): void {
  if (points.above().firstStep() !== points.firstStep()) database.transaction(() => points.outlineAnew());
}

/**
 * Goes up level by level for as long as the one above tells enough. Beside it, from the finer ones, stands what it does not
 * tell: chunks that the window cuts, and what has come since it was written.
 */
function outlined(points: SeriesRows, window: Window, detail: number): ReadSeries {
  let [level, part] = [points, window];
  let [before, since]: [Series[], Series[]] = [[], []];
  for (;;) {
    const told = level.outlinedWithin(part);
    if (told === null || level.above().pointCount(told) < detail) break;
    before = [outline(joined([...before, level.readWithin({ ...part, to: told.from - 1 })]))];
    since = [outline(joined([level.readWithin({ ...part, from: told.to + 1 }), ...since]))];
    [level, part] = [level.above(), told];
  }
  return joined([...before, level.readWithin(part), ...since]);
}
