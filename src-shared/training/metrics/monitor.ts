import type { Misfit } from '../loss';
import type { MetricDefinition } from '../metric';
import type { TargetKind } from '../splitTargets';
import type { MetricKind } from './index';
import { metricsFor } from './measuring';
import { metricOf } from './words';

/** The metrics that early stopping can go by. Without a validation split it goes by what is told of training. */
export function monitorsFor(
  targets: TargetKind,
  hasValidation: boolean,
): readonly MetricDefinition<MetricKind>[] {
  return metricsFor(targets).filter(({ everyStep }) => hasValidation || everyStep);
}

/** Why early stopping cannot go by a metric; null where it can. */
export function misfitOfMonitor(
  monitor: MetricKind,
  targets: TargetKind,
  hasValidation: boolean,
): Misfit | null {
  const fitting = monitorsFor(targets, hasValidation).map(({ kind }) => kind);
  if (fitting.includes(monitor)) return null;
  const { title } = metricOf(monitor);
  const isMeasured = metricsFor(targets).some(({ kind }) => kind === monitor);
  return {
    message: isMeasured
      ? `Early stopping cannot go by ${title}: it is measured on validation examples, and there are none`
      : `Early stopping cannot go by ${title}: it is not measured of such targets`,
    remedy: `Let it go by ${fitting.join(' or ')}${isMeasured ? ', or keep some examples for validation' : ''}.`,
  };
}
