import { csvText } from '../../csv';
import type { PointBatch } from './batch';

const columns = ['run', 'split', 'metric', 'step', 'value'];

/**
 * A row a point as comma-separated values, in parts that end with a line each, the heading first. A value that was no
 * number is empty.
 */
export async function* pointsCsv(batches: AsyncIterable<PointBatch>): AsyncGenerator<string> {
  yield csvText([columns]);
  for await (const { runId, split, name, steps, values } of batches) {
    yield csvText(steps.map((step, place) => [runId, split, name, step, values[place]]));
  }
}
