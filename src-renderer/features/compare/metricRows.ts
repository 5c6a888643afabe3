import type { RunDetail, RunSummary } from '@shared/runs/run';
import { formatCount, formatDuration, formatNumber, formatShare } from '../../shared/format';

type Better = 'lower' | 'higher';

interface MetricDefinition {
  readonly title: string;
  /** Absent: no value is better than another. */
  readonly better?: Better;
  readonly of: (run: RunSummary) => number | null;
  readonly format: (value: number | null) => string;
}

const metrics: readonly MetricDefinition[] = [
  {
    title: 'Best validation loss',
    better: 'lower',
    of: (run) => run.metrics.bestValidationLoss,
    format: formatNumber,
  },
  {
    title: 'Best validation accuracy',
    better: 'higher',
    of: (run) => run.metrics.bestValidationAccuracy,
    format: formatShare,
  },
  { title: 'Best epoch', of: (run) => run.metrics.bestEpoch, format: formatCount },
  {
    title: 'Final validation loss',
    better: 'lower',
    of: (run) => run.metrics.validationLoss,
    format: formatNumber,
  },
  {
    title: 'Final validation accuracy',
    better: 'higher',
    of: (run) => run.metrics.validationAccuracy,
    format: formatShare,
  },
  {
    title: 'Final training loss',
    better: 'lower',
    of: (run) => run.metrics.trainingLoss,
    format: formatNumber,
  },
  {
    title: 'Final training accuracy',
    better: 'higher',
    of: (run) => run.metrics.trainingAccuracy,
    format: formatShare,
  },
  { title: 'Test loss', better: 'lower', of: (run) => run.metrics.testLoss, format: formatNumber },
  { title: 'Test accuracy', better: 'higher', of: (run) => run.metrics.testAccuracy, format: formatShare },
  { title: 'Parameters', of: (run) => run.parameterCount, format: formatCount },
  { title: 'Epochs', of: (run) => run.progress?.epoch ?? null, format: formatCount },
  { title: 'Time trained', of: (run) => run.progress?.elapsedSeconds ?? null, format: formatDuration },
];

export interface MetricRow {
  readonly title: string;
  readonly cells: readonly { readonly text: string; readonly best: boolean }[];
}

/** Which of the values are the best: all equals of it, none where fewer than two were measured or all are equal. */
export function bestOf(values: readonly (number | null)[], better: Better | undefined): boolean[] {
  const measured = values.filter((value): value is number => value !== null && !Number.isNaN(value));
  const best = better === 'higher' ? Math.max(...measured) : Math.min(...measured);
  const says = better !== undefined && measured.length >= 2 && measured.some((value) => value !== best);
  return values.map((value) => says && value === best);
}

/** Rows for a table with a column a run; what no run has measured is left out. */
export function metricRows(runs: readonly RunDetail[]): MetricRow[] {
  return metrics
    .map(({ title, better, of, format }) => ({ title, better, format, values: runs.map(of) }))
    .filter(({ values }) => values.some((value) => value !== null))
    .map(({ title, better, format, values }) => {
      const best = bestOf(values, better);
      return {
        title,
        cells: values.map((value, index) => ({ text: format(value), best: best[index] ?? false })),
      };
    });
}
