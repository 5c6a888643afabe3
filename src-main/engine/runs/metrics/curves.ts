import type { RunId } from '@shared/ids';
import type { Curve } from '@shared/runs/run';
import { thin } from '@shared/runs/thin';
import type { MetricStore, SeriesKey } from './metricStore';

/** The curves of several runs, thinned; all series of each where none are named, and never an empty one. */
export function readCurves(
  metrics: MetricStore,
  runIds: readonly RunId[],
  maximumPoints: number,
  series?: readonly SeriesKey[],
): Curve[] {
  return runIds.flatMap((runId) =>
    (series ?? metrics.seriesOf(runId)).flatMap(({ split, name }) => {
      const read = metrics.read(runId, { split, name });
      if (read.steps.length === 0) return [];
      const { steps, values } = thin(read, maximumPoints);
      const finite = Array.from(values, (value) => (Number.isFinite(value) ? value : null));
      return { runId, split, name, steps: Array.from(steps), values: finite };
    }),
  );
}
