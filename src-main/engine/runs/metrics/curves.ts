import type { RunId } from '@shared/ids';
import { bandOf, thinBand } from '@shared/runs/curves/band';
import type { Curve, CurveBand } from '@shared/runs/run';
import type { MetricStore, SeriesKey } from './metricStore';
import { finite } from './series';

/** The curves of several runs, thinned; all series of each where none are named, and never an empty one. */
export function readCurves(
  metrics: MetricStore,
  runIds: readonly RunId[],
  maximumPoints: number,
  series?: readonly SeriesKey[],
): Curve[] {
  return runIds.flatMap((runId) =>
    (series ?? metrics.seriesOf(runId)).flatMap(({ split, name }) => {
      const { steps, values } = metrics.readThinned(runId, { split, name }, maximumPoints);
      if (steps.length === 0) return [];
      return { runId, split, name, steps: Array.from(steps), values: finite(values) };
    }),
  );
}

/** The curves of a group of runs as one, of each series that any of them has: over all runs and all points, then thinned. */
export function readBands(
  metrics: MetricStore,
  runIds: readonly RunId[],
  group: number,
  maximumPoints: number,
): CurveBand[] {
  const series = new Map(
    runIds.flatMap((id) => metrics.seriesOf(id).map((key) => [`${key.split}.${key.name}`, key] as const)),
  );
  return [...series.values()].map(({ split, name }) => {
    const whole = bandOf(runIds.map((id) => metrics.read(id, { split, name })));
    const { steps, counts, means, deviations, lows, highs } = thinBand(whole, maximumPoints);
    return {
      group,
      split,
      name,
      steps: Array.from(steps),
      counts: Array.from(counts),
      means: finite(means),
      deviations: finite(deviations),
      lows: finite(lows),
      highs: finite(highs),
    };
  });
}
