import type { RunSort } from '@shared/contract/runTable';
import { metricField } from '@shared/runs/metricNames';
import type { Split } from '@shared/runs/run';
import type { MetricKind } from '@shared/training/metrics';
import { metricInWords, metricOf } from '@shared/training/metrics/words';

export interface RunColumn {
  readonly title: string;
  readonly sort?: RunSort;
  readonly number?: boolean;
  readonly help?: string;
}

/** A figure that has a column. */
export interface FigureColumn extends RunColumn {
  readonly metric: MetricKind;
  readonly split: Split;
}

const splitTitles = { training: 'Train', validation: 'Val.', test: 'Test' } as const;

function figureColumn(split: Split, metric: MetricKind): FigureColumn {
  return {
    metric,
    split,
    title: `${splitTitles[split]} ${metricInWords(metric)}`,
    sort: metricField(split, metric),
    number: true,
    help: `${metricOf(metric).summary} On the ${split} split, latest.`,
  };
}

/** The columns of figures, with a metric of one's choice between the two losses. */
export function figureColumns(metric: MetricKind): FigureColumn[] {
  return [
    figureColumn('validation', 'loss'),
    figureColumn('validation', metric),
    figureColumn('training', 'loss'),
  ];
}

/** All columns, in their order. */
export function runColumns(figures: readonly FigureColumn[]): RunColumn[] {
  return [
    { title: 'Name', sort: 'name' },
    { title: 'State', sort: 'state' },
    { title: 'Data set' },
    { title: 'Parameters', sort: 'parameterCount', number: true },
    { title: 'Epoch', number: true },
    ...figures,
    { title: 'Started', sort: 'createdAt' },
  ];
}
