import type { RunSummary } from '@shared/runs/run';
import { mean } from '@shared/statistics/describe';

/** What curves are drawn over. */
export const horizontals = ['step', 'epoch', 'time'] as const;
export type Horizontal = (typeof horizontals)[number];

/** On the axis. A step's time is not kept: the time trained is spread evenly over the steps. */
export const horizontalNames: Readonly<Record<Horizontal, string>> = {
  step: 'step',
  epoch: 'epoch',
  time: 'seconds trained, spread evenly over the steps',
};

/** Of runs that tell neither, such as imported ones, steps are all there is. */
export function canBeDrawnOver(horizontal: Horizontal, runs: readonly RunSummary[]): boolean {
  return horizontal === 'step' || runs.every((run) => scaleOf(horizontal, [run]) !== null);
}

/** What one step is of the axis, over runs that are drawn as one; null where that is not known. */
export function scaleOf(horizontal: Horizontal, runs: readonly RunSummary[]): number | null {
  if (horizontal === 'step') return 1;
  const scales = runs.map(({ progress }) => {
    if (progress === null || progress.step === 0 || progress.totalSteps === 0) return NaN;
    return horizontal === 'epoch'
      ? progress.epochs / progress.totalSteps
      : progress.elapsedSeconds / progress.step;
  });
  const scale = mean(scales);
  return Number.isFinite(scale) && scale > 0 ? scale : null;
}
