import type { ChartCurve } from './curves';
import type { Points } from '@shared/runs/curves/thin';
import { smoothed } from './series';

export interface CurveSource {
  readonly key: string;
  readonly name: string;
  readonly color: string;
  readonly split: string;
  readonly points: Points;
}

/**
 * How a quantity's curves are drawn: training dashed, validation and test solid. With smoothing, training curves
 * are drawn smooth with the raw one pale behind; validation has one value an epoch and stays as measured.
 */
export function drawnCurves(
  sources: readonly CurveSource[],
  smoothing: number,
  logarithmic = false,
): ChartCurve[] {
  return sources
    .filter((source) => source.points.steps.length > 0)
    .flatMap(({ key, name, color, split, points }): ChartCurve[] => {
      const dashed = split === 'training';
      if (!dashed || smoothing <= 0)
        return [{ key, name: dashed ? `${name}, each step` : name, color, dashed, points }];
      return [
        { key: `${key}.raw`, name: `${name}, each step`, color, dashed: false, faint: true, points },
        {
          key,
          name: `${name}, smoothed`,
          color,
          dashed,
          smooth: true,
          points: smoothed(points, smoothing, logarithmic),
        },
      ];
    });
}

/** Adds a level line to curves, over all of their steps: what each of their values is to be compared with. */
export function withLevel(
  curves: readonly ChartCurve[],
  name: string,
  value: number,
  color: string,
): ChartCurve[] {
  const ends = curves.flatMap(({ points: { steps } }) => [steps[0] ?? 0, steps[steps.length - 1] ?? 0]);
  if (ends.length === 0) return [...curves];
  const points = { steps: [Math.min(...ends), Math.max(...ends)], values: [value, value] };
  return [...curves, { key: `level.${name}.${value}`, name, color, dashed: false, level: true, points }];
}
