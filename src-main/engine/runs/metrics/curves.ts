import type { RunId } from '@shared/ids';
import { bandOf, thinBand } from '@shared/runs/curves/band';
import type { Curve, CurveBand } from '@shared/runs/run';
import type { MetricStore, SeriesKey } from './metricStore';
import { everything, finite, type Window } from './series';

/** What is asked of curves: at most so many points of each, and which part. */
export interface Asked {
  readonly maximumPoints: number;
  readonly fromStep?: number | undefined;
  readonly toStep?: number | undefined;
}

const windowOf = ({ fromStep = everything.from, toStep = everything.to }: Asked): Window => ({
  from: fromStep,
  to: toStep,
});

/** The curves of several runs, thinned; all series of each where none are named, and never an empty one. */
export function readCurves(
  metrics: MetricStore,
  runIds: readonly RunId[],
  asked: Asked,
  series?: readonly SeriesKey[],
): Curve[] {
  return runIds.flatMap((runId) =>
    (series ?? metrics.seriesOf(runId)).flatMap(({ split, name }) => {
      const { steps, values } = metrics.readThinned(
        runId,
        { split, name },
        asked.maximumPoints,
        windowOf(asked),
      );
      if (steps.length === 0) return [];
      return { runId, split, name, steps: Array.from(steps), values: finite(values) };
    }),
  );
}

/** The curves of a group of runs as one, of each series that any of them has: over all runs and all points, then thinned; never an empty one. */
export function readBands(
  metrics: MetricStore,
  runIds: readonly RunId[],
  group: number,
  asked: Asked,
): CurveBand[] {
  const series = new Map(
    runIds.flatMap((id) => metrics.seriesOf(id).map((key) => [`${key.split}.${key.name}`, key] as const)),
  );
  return [...series.values()].flatMap(({ split, name }) => {
    const whole = bandOf(runIds.map((id) => metrics.readWithin(id, { split, name }, windowOf(asked))));
    const { steps, counts, means, deviations, lows, highs } = thinBand(whole, asked.maximumPoints);
    if (steps.length === 0) return [];
    const band = {
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
    return [band];
  });
}
