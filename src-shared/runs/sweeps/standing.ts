import { metricOf } from '../../training/metrics/words';
import { sizeOf } from '../../sweeps/points';
import type { ResolvedSweep } from '../../sweeps/spec';
import { metricOfSweep, scoreOf } from './metric';
import type { PointState, SweepPoint, SweepSummary } from './sweep';

type Best = NonNullable<SweepSummary['best']>;

/** The best of the points that were trained to their end; null where there is none. */
export function bestOf(sweep: ResolvedSweep, points: readonly SweepPoint[]): Best | null {
  const name = metricOfSweep(sweep.spec);
  const score = (value: number) => scoreOf(name, value);
  let best: (Best & { readonly score: number }) | null = null;
  for (const { number, state, value, runs, parameters } of points) {
    if (state !== 'finished' || value === null || (best !== null && best.score <= score(value))) continue;
    const ranked = runs
      .flatMap((run) =>
        run.runId === null || run.value === null ? [] : [{ runId: run.runId, value: run.value }],
      )
      .sort((a, b) => score(a.value) - score(b.value));
    const [first] = ranked;
    if (first === undefined) continue;
    const runIds = runs.flatMap(({ runId }) => runId ?? []);
    best = { point: number, runId: first.runId, runIds, parameters, value, score: score(value) };
  }
  if (best === null) return null;
  const { score: _score, ...told } = best;
  return told;
}

/** How far a sweep has come, by its points. */
export function standingOf(
  sweep: ResolvedSweep,
  points: readonly SweepPoint[],
  elapsedSeconds: number,
): Pick<
  SweepSummary,
  'points' | 'mostPoints' | 'runs' | 'mostRuns' | 'states' | 'best' | 'remainingSeconds' | 'better'
> {
  const { seeds } = sweep.spec;
  const most = Math.min(sweep.mostPoints, sizeOf(sweep.space));
  const ended = points.flatMap(({ runs }) => runs).filter(({ state }) => state !== null).length;
  const states: Partial<Record<PointState, number>> = {};
  for (const { state } of points) states[state] = (states[state] ?? 0) + 1;
  return {
    points: points.length,
    mostPoints: Number.isFinite(most) ? most : null,
    runs: ended,
    mostRuns: Number.isFinite(most) ? most * seeds : null,
    states,
    best: bestOf(sweep, points),
    better: metricOf(metricOfSweep(sweep.spec).metric).better,
    remainingSeconds: remaining(sweep, points, most, elapsedSeconds),
  };
}

/** As long for each point as for those so far, within the budget of time. */
function remaining(
  sweep: ResolvedSweep,
  points: readonly SweepPoint[],
  most: number,
  elapsed: number,
): number | null {
  const settled = points.filter(({ state }) => state !== 'open').length;
  const byTime = Math.max(0, sweep.mostSeconds - elapsed);
  const byPoints = settled === 0 ? Infinity : (elapsed / settled) * (most - settled);
  const least = Math.min(byTime, byPoints);
  return Number.isFinite(least) ? least : null;
}
