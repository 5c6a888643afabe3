import type { Points } from '@shared/runs/curves/thin';
import type { RunDetail } from '@shared/runs/run';
import { mean } from '@shared/statistics/describe';

/** What is known of how far a run has come. */
type Measured = Pick<RunDetail, 'progress' | 'trainingExamples'>;

/** What curves are drawn over. */
export const horizontals = ['step', 'epoch', 'examples', 'time'] as const;
export type Horizontal = (typeof horizontals)[number];

/** On the axis. A step's time is not kept: the time trained is spread evenly over the steps. */
export const horizontalNames: Readonly<Record<Horizontal, string>> = {
  step: 'step',
  epoch: 'epoch',
  examples: 'examples seen',
  time: 'seconds trained, spread evenly over the steps',
};

/** Of runs that tell neither, such as imported ones, steps are all there is. */
export function canBeDrawnOver(horizontal: Horizontal, runs: readonly Measured[]): boolean {
  return horizontal === 'step' || runs.every((run) => scaleOf(horizontal, [run]) !== null);
}

/** What one step is of the axis, over runs that are drawn as one; null where that is not known. */
export function scaleOf(horizontal: Horizontal, runs: readonly Measured[]): number | null {
  if (horizontal === 'step') return 1;
  const scales = runs.map((run) => ofOneStep(horizontal, run));
  const scale = mean(scales);
  return Number.isFinite(scale) && scale > 0 ? scale : null;
}

/** NaN where it is not known. */
function ofOneStep(
  horizontal: Exclude<Horizontal, 'step'>,
  { progress, trainingExamples }: Measured,
): number {
  if (progress === null || progress.step === 0 || progress.totalSteps === 0) return NaN;
  const epochs = progress.epochs / progress.totalSteps;
  switch (horizontal) {
    case 'epoch':
      return epochs;
    case 'examples':
      return trainingExamples === null ? NaN : epochs * trainingExamples;
    case 'time':
      return progress.elapsedSeconds / progress.step;
  }
}

/** Points by what the curves are drawn over. @param scale of it to a step */
export const scaled = ({ steps, values }: Points, scale: number): Points =>
  scale === 1 ? { steps, values } : { steps: Float64Array.from(steps, (step) => step * scale), values };
