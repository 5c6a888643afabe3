import type { ChartTheme } from '../chartTheme';
import type { ChartCurve } from './curves';
import { shownSteps, type Zoom } from './zoom/window';

/** Pixels around what a chart of curves draws. */
export const margins = { left: 62, right: 14, top: 12, bottom: 42 };

/**
 * Where a step lies on a chart as wide as this, in pixels from its left. It is known without asking the chart, which would
 * have to draw all of its curves anew.
 * @returns null where the step is not shown
 */
export function placeOfStep(
  curves: readonly ChartCurve[],
  zoom: Zoom,
  width: number,
  step: number,
): number | null {
  const steps = shownSteps(curves, zoom);
  if (steps === null || steps.high <= steps.low || step < steps.low || step > steps.high) return null;
  const share = (step - steps.low) / (steps.high - steps.low);
  return margins.left + share * (width - margins.left - margins.right);
}

/** The line at a step, as a series of its own: for a chart that is saved. */
export function markSeries(step: number, theme: ChartTheme) {
  return {
    id: 'at',
    name: 'at',
    type: 'line',
    data: [],
    silent: true,
    markLine: {
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: theme.text, width: 1, type: 'solid' },
      data: [{ xAxis: step }],
    },
  };
}
