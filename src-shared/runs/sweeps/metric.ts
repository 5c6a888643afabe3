import { AppError } from '../../errors';
import { metricsFor } from '../../training/metrics/measuring';
import { metricOf } from '../../training/metrics/words';
import { suggestName } from '../../catalogue/spelling';
import type { PreparedDataset } from '../../data/prepared';
import type { ResolvedSweep } from '../../sweeps/spec';
import {
  metricNames,
  metricPath,
  parseMetricName,
  splits,
  type MetricField,
  type MetricName,
} from '../metricNames';

const where = 'sweep.metric';

export type SweepMetric = MetricName & { readonly field: MetricField };

/** What a sweep makes best. @throws AppError `badExperiment` where there is no such metric */
export function metricOfSweep({ metric }: { readonly metric: string }): SweepMetric {
  try {
    return parseMetricName(metric);
  } catch (cause) {
    const { message, remedy } = AppError.from(cause);
    throw new AppError('badExperiment', message, { where, ...(remedy === null ? {} : { remedy }), cause });
  }
}

/** A value of the metric as methods take it: the less the better. */
export function scoreOf({ metric }: MetricName, value: number): number {
  return metricOf(metric).better === 'lower' ? value : -value;
}

/** @throws AppError `badExperiment` where runs on this data set do not measure the metric, or not when it is needed */
export function requireMeasured(sweep: ResolvedSweep, dataset: PreparedDataset): void {
  const name = metricOfSweep(sweep.spec);
  const { metric, split } = name;
  const measured = metricsFor({ task: dataset.task, classes: dataset.classNames.length });
  const fitting = measured
    .filter(({ everyStep }) => split !== 'training' || everyStep)
    .map(({ kind }) => kind);
  if (!fitting.includes(metric)) {
    const known = metricNames.filter(
      (other) => other.split === split && other.moment === name.moment && fitting.includes(other.metric),
    );
    throw new AppError(
      'badExperiment',
      `${metricOf(metric).title} is not measured on the ${split} split of this ${dataset.task}`,
      {
        where,
        remedy: suggestName(sweep.spec.metric, known.map(metricPath)),
      },
    );
  }
  if (dataset.splits[split] === 0) {
    throw new AppError('badExperiment', `There are no ${split} examples to measure ${sweep.spec.metric} on`, {
      where,
      remedy: `Set dataset.${split}Fraction, or choose a metric of another split: ${splits.filter((other) => dataset.splits[other] > 0).join(', ')}.`,
    });
  }
  if (sweep.method.earlyStopping !== undefined && split !== 'validation') {
    throw new AppError(
      'badExperiment',
      `The method ${sweep.method.kind} looks at its metric after each epoch; only those on validation are measured then`,
      {
        where,
        remedy: 'Choose a metric such as validation.loss, or another method.',
      },
    );
  }
}
