import { answerOf, baselineKinds, heldAgainst, type BaselineKind } from '@shared/runs/baselines';
import { isTrained } from '@shared/runs/imported/trained';
import type { RunDetail, RunSummary } from '@shared/runs/run';
import type { MetricKind } from '@shared/training/metrics';
import { formatMetric, metricInWords, metricOf } from '@shared/training/metrics/words';
import { formatCount, formatDuration } from '../../shared/format';
import { fieldOf, measuredMetrics, splitOfCurves } from '../../shared/runs/figures';

type Better = 'lower' | 'higher';

interface Figure {
  readonly title: string;
  /** Absent: no value is better than another. */
  readonly better?: Better | undefined;
  readonly of: (run: RunSummary) => number | null;
  readonly format: (value: number | null) => string;
  /** No result of the run's, but what results are to be compared with. */
  readonly isBaseline?: boolean;
  readonly help?: string;
}

const sets = [
  { of: 'best weights', titled: (metric: string) => `Validation ${metric} of the best weights` },
  { of: 'validation', titled: (metric: string) => `Final validation ${metric}` },
  { of: 'training', titled: (metric: string) => `Final training ${metric}` },
  { of: 'test', titled: (metric: string) => `Test ${metric}` },
] as const;

const baselineTitles: Readonly<Record<BaselineKind, string>> = {
  constant: 'Baseline',
  lastValue: 'Last value’s',
  seasonal: 'Season before’s',
};

function figuresOf(metric: MetricKind): Figure[] {
  const { better } = metricOf(metric);
  const words = metricInWords(metric);
  const format = (value: number | null) => formatMetric(metric, value);
  return [
    ...sets.map(({ of, titled }) => ({
      title: titled(words),
      better,
      of: ({ metrics }: RunSummary) => metrics[fieldOf(of, metric)],
      format,
    })),
    ...baselineKinds.map((kind) => ({
      title: `${baselineTitles[kind]} ${words}`,
      help: `Without any net: ${answerOf(kind, metric)}`,
      of: (run: RunSummary) =>
        heldAgainst(run, splitOfCurves(run, metric), metric).find((each) => each.kind === kind)?.value ??
        null,
      format,
      isBaseline: true,
    })),
  ];
}

const facts: readonly Figure[] = [
  { title: 'Best epoch', of: (run) => run.metrics.bestEpoch, format: formatCount },
  { title: 'Parameters', of: (run) => run.parameterCount, format: formatCount },
  { title: 'Epochs', of: (run) => run.progress?.epoch ?? null, format: formatCount },
  { title: 'Time trained', of: (run) => run.progress?.elapsedSeconds ?? null, format: formatDuration },
];

export interface MetricRow {
  readonly title: string;
  readonly cells: readonly { readonly text: string; readonly best: boolean }[];
  readonly isBaseline: boolean;
  /** More than the title says. */
  readonly help?: string | undefined;
}

/** Which of the values are the best: all equals of it, none where fewer than two were measured or all are equal. */
export function bestOf(values: readonly (number | null)[], better: Better | undefined): boolean[] {
  const measured = values.filter((value): value is number => value !== null && !Number.isNaN(value));
  const best = better === 'higher' ? Math.max(...measured) : Math.min(...measured);
  const says = better !== undefined && measured.length >= 2 && measured.some((value) => value !== best);
  return values.map((value) => says && value === best);
}

/** Whether figures can be put beside each other: of the same examples and, the loss, of the same loss; it must be known. */
function isSameMeasure(runs: readonly RunDetail[], metric: MetricKind): boolean {
  const trained = runs.filter(isTrained);
  const measures = trained.map(({ datasetHash, experiment }) =>
    JSON.stringify([datasetHash, metric === 'loss' ? experiment.training.loss : null]),
  );
  return trained.length === runs.length && new Set(measures).size <= 1;
}

/** Rows for a table with a column a run, metric by metric; what no run has measured is left out. */
export function metricRows(runs: readonly RunDetail[]): MetricRow[] {
  const figures = measuredMetrics(runs).flatMap((metric) =>
    figuresOf(metric).map((figure) =>
      isSameMeasure(runs, metric) ? figure : { ...figure, better: undefined },
    ),
  );
  return [...figures, ...facts]
    .map((figure) => ({ ...figure, values: runs.map(figure.of) }))
    .filter(({ values }) => values.some((value) => value !== null))
    .map(({ title, help, better, format, isBaseline = false, values }) => {
      const best = bestOf(values, better);
      const cells = values.map((value, index) => ({ text: format(value), best: best[index] ?? false }));
      return { title, help, cells, isBaseline };
    });
}
