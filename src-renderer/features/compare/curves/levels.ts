import type { RunDetail } from '@shared/runs/run';
import type { MetricKind } from '@shared/training/metrics';
import { baselineOfCurves } from '../../../shared/runs/figures';

/** A line that curves are compared with. */
export interface Level {
  readonly name: string;
  readonly value: number;
}

/** What could be had without any net; runs on one data set share it. */
export function levelsOf(runs: readonly RunDetail[], metric: MetricKind): Level[] {
  const byValue = new Map<number, { answer: string; names: string[] }>();
  for (const run of runs) {
    const baseline = baselineOfCurves(run, metric);
    if (baseline === null) continue;
    const { answer, value } = baseline;
    byValue.set(value, { answer, names: [...(byValue.get(value)?.names ?? []), run.name] });
  }
  return [...byValue].map(([value, { answer, names }]) => ({
    value,
    name: answer + (byValue.size > 1 ? `, ${names.join(', ')}` : ''),
  }));
}
