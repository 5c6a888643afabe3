import { formatCount } from '@shared/format';
import { heldAgainst } from '@shared/runs/baselines';
import {
  describeMetric,
  figureWeights,
  headlineMetric,
  metricNames,
  type MetricName,
} from '@shared/runs/metricNames';
import { formatMetric, metricInWords } from '@shared/training/metrics/words';
import type { RunSummary } from '@shared/runs/run';

type Measured = Pick<RunSummary, 'metrics' | 'baseline' | 'naive' | 'progress' | 'state'>;

interface Row {
  readonly name: MetricName;
  readonly cells: readonly [title: string, value: string];
}

/**
 * What a run has measured, a row each: its value, which weights it is of (those of the last epoch are not always those
 * that are kept), and what is had without any net: by an answer that is the same everywhere, or a naive forecast.
 */
export function metricTable(run: Measured): Row[] {
  const { metrics, progress, state } = run;
  const rows = metricNames
    .filter(({ field }) => metrics[field] !== null)
    .map((name) => {
      const text = (value: number | null) => formatMetric(name.metric, value);
      const aside = [
        ...(state === 'imported' ? ['the last that was written'] : aboutWeights(name, progress?.epoch)),
        ...heldAgainst(run, name.split, name.metric).map(({ answer, value }) => `${answer}: ${text(value)}`),
      ];
      return {
        name,
        value: text(metrics[name.field]),
        aside: aside.length === 0 ? '' : `(${aside.join('; ')})`,
      };
    });
  const width = Math.max(0, ...rows.map(({ value }) => value.length));
  return rows.map(({ name, value, aside }) => ({
    name,
    cells: [describeMetric(name), `${value.padEnd(width)}  ${aside}`.trimEnd()],
  }));
}

/** Which weights a figure is of, where its name does not say so. */
function aboutWeights(name: MetricName, epoch: number | undefined): string[] {
  if (name.moment === 'best') return [];
  if (name.split === 'training') return ['mean over the last epoch’s batches'];
  return [figureWeights(name) === 'best' ? 'with the best weights' : `after epoch ${formatCount(epoch)}`];
}

/** The most telling figure on validation besides the loss, as `97.7 % accuracy`; a dash where there is none. */
export function headline(run: Pick<RunSummary, 'metrics'>): string {
  const name = headlineMetric(run.metrics);
  return name === null ? '–' : `${formatMetric(name.metric, name.value)} ${metricInWords(name.metric)}`;
}
