import type { Misfit } from '../loss';
import type { MetricDefinition } from '../metric';
import type { LearntTask } from '../splitTargets';
import type { MetricKind } from './index';
import { metricsFor } from './measuring';
import { metricOf } from './words';

/** The metrics that early stopping can go by. Without a validation split it goes by what is told of training. */
export function monitorsFor(
  task: LearntTask,
  hasValidation: boolean,
): readonly MetricDefinition<MetricKind>[] {
  return metricsFor(task).filter(({ everyStep }) => hasValidation || everyStep);
}

/** Why early stopping cannot go by a metric; null where it can. */
export function misfitOfMonitor(
  monitor: MetricKind,
  task: LearntTask,
  hasValidation: boolean,
): Misfit | null {
  const fitting = monitorsFor(task, hasValidation).map(({ kind }) => kind);
  if (fitting.includes(monitor)) return null;
  const { title } = metricOf(monitor);
  const isMeasured = metricsFor(task).some(({ kind }) => kind === monitor);
  return {
    message: isMeasured
      ? `Early stopping cannot go by ${title}: it is measured on validation examples, and there are none`
      : `Early stopping cannot go by ${title}: it is not measured of such targets`,
    remedy: `Let it go by ${fitting.join(' or ')}${isMeasured ? ', or keep some examples for validation' : ''}.`,
  };
}
