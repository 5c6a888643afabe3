import { formatCount } from '@shared/format';
import {
  describeMetric,
  headlineMetric,
  metricField,
  metricNames,
  type MetricName,
} from '@shared/runs/metricNames';
import { baselineAnswer, formatMetric, metricInWords } from '@shared/training/metrics/words';
import type { RunSummary } from '@shared/runs/run';

type Measured = Pick<RunSummary, 'metrics' | 'baseline' | 'progress' | 'state'>;

interface Row {
  readonly name: MetricName;
  readonly cells: readonly [title: string, value: string];
}

/**
 * What a run has measured, a row each: its value, which weights it is of (those of the last epoch are not always those
 * that are kept), and what an answer would score that is the same everywhere.
 */
export function metricTable({ metrics, baseline, progress, state }: Measured): Row[] {
  const rows = metricNames
    .filter(({ field }) => metrics[field] !== null)
    .map((name) => {
      const text = (value: number | null) => formatMetric(name.metric, value);
      const constant = baseline[metricField(name.split, name.metric)];
      const aside = [
        state === 'imported' ? 'the last that was written' : weightsOf(name, progress?.epoch),
        ...(constant === undefined ? [] : [`${baselineAnswer(name.metric)}: ${text(constant)}`]),
      ];
      return { name, value: text(metrics[name.field]), aside: `(${aside.join('; ')})` };
    });
  const width = Math.max(0, ...rows.map(({ value }) => value.length));
  return rows.map(({ name, value, aside }) => ({
    name,
    cells: [describeMetric(name), `${value.padEnd(width)}  ${aside}`],
  }));
}

function weightsOf({ split, moment }: MetricName, epoch: number | undefined): string {
  if (split === 'training') return 'mean over the last epoch’s batches';
  return split === 'test' || moment === 'best'
    ? 'with the best weights'
    : `after epoch ${formatCount(epoch)}`;
}

/** The most telling figure on validation besides the loss, as `97.7 % accuracy`; a dash where there is none. */
export function headline(run: Pick<RunSummary, 'metrics'>): string {
  const name = headlineMetric(run.metrics);
  return name === null ? '–' : `${formatMetric(name.metric, name.value)} ${metricInWords(name.metric)}`;
}
