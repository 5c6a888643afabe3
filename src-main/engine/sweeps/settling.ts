import { AppError, type AppErrorData } from '@shared/errors';
import type { PointState, SweepPoint } from '@shared/runs/sweeps/sweep';
import { mean } from '@shared/statistics/describe';

interface SettledPoint {
  readonly state: PointState;
  readonly value: number | null;
  readonly error: AppErrorData | null;
}

/**
 * What a point comes to when its runs have ended; null while one has not. One run that diverged makes it as bad as can
 * be: chance decides whether the next seed does.
 */
export function settledPoint(
  runs: SweepPoint['runs'],
  metric: string,
  error: AppErrorData | null,
): SettledPoint | null {
  const states = runs.map(({ state }) => state);
  if (states.includes(null)) return null;
  if (states.includes('diverged')) return { state: 'diverged', value: null, error };
  if (states.some((state) => state !== 'completed' && state !== 'stopped'))
    return { state: 'failed', value: null, error };
  const values = runs.flatMap(({ value }) => value ?? []);
  const value = values.length === runs.length ? mean(values) : null;
  if (states.includes('stopped')) return { state: 'stopped', value, error };
  if (value === null) return { state: 'failed', value: null, error: notMeasured(metric).toData() };
  return { state: 'finished', value, error: null };
}

function notMeasured(metric: string): AppError {
  return new AppError('badExperiment', `${metric} is no number for a run of this point`, {
    where: 'sweep.metric',
    remedy: 'Look at the run’s figures, or choose another metric.',
  });
}
