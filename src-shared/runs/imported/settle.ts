import type { ForeignSeries } from './series';

/** A value as a tracker wrote it. */
export interface WrittenPoint {
  readonly step: number;
  readonly value: number;
  /** Seconds since 1970; null where it is not known. */
  readonly time: number | null;
}

/**
 * Makes a curve of what was written, in the order of writing: ascending steps, each once. Of several values at one step
 * the last that was written counts, as in TensorBoard and MLflow. A series whose values all have the same step was written
 * without steps: they are counted, from 0.
 * @returns the curve, and sentences for what is not as it was written
 */
export function settle(
  tag: string,
  points: readonly WrittenPoint[],
): { series: ForeignSeries; remarks: string[] } {
  const [first] = points;
  const isWithoutSteps = points.length > 1 && points.every(({ step }) => step === first?.step);
  const remarks: string[] = [];
  if (isWithoutSteps) {
    remarks.push(
      `All ${points.length} values of “${tag}” were written at step ${first?.step ?? 0}: they are counted from 0 instead.`,
    );
  }
  const latest = new Map<number, WrittenPoint>();
  for (const [place, point] of points.entries()) {
    latest.set(isWithoutSteps ? place : point.step, point);
  }
  const repeated = points.length - latest.size;
  if (repeated > 0) {
    remarks.push(
      `${repeated} ${repeated === 1 ? 'value' : 'values'} of “${tag}” ${repeated === 1 ? 'was' : 'were'} written over at ` +
        'the same step: the last one written counts.',
    );
  }
  const sorted = [...latest].sort(([a], [b]) => a - b);
  const times = sorted.map(([, { time }]) => time);
  return {
    series: {
      tag,
      steps: sorted.map(([step]) => step),
      values: sorted.map(([, { value }]) => value),
      times: times.every((time) => time !== null) ? times : null,
    },
    remarks,
  };
}
