import type { ForeignSeries } from '@shared/runs/imported/series';
import { settle, type WrittenPoint } from '@shared/runs/imported/settle';
import type { ForeignRun } from '../tracker';

/** A run as either of MLflow's stores keeps it. */
export interface MlflowRun {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly started: number | null;
  readonly finished: number | null;
  readonly metrics: ReadonlyMap<string, readonly WrittenPoint[]>;
  readonly parameters: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly remarks: readonly string[];
}

const statuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];

/** As it is written in words or, in files of early versions, as a number from 1 on. */
export const statusOf = (status: unknown): string =>
  typeof status === 'number' ? (statuses[status - 1] ?? String(status)) : String(status ?? 'unknown');

export function foreignRunOf(run: MlflowRun): ForeignRun {
  const series: ForeignSeries[] = [];
  const remarks = [...run.remarks];
  for (const [key, points] of run.metrics) {
    const inOrder = [...points].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
    const settled = settle(key, inOrder);
    series.push(settled.series);
    remarks.push(...settled.remarks);
  }
  const seconds = (milliseconds: number | null) => (milliseconds === null ? null : milliseconds / 1000);
  const own = [...run.tags].filter(([name]) => !name.startsWith('mlflow.'));
  return {
    name: run.name || run.id,
    series,
    parameters: Object.fromEntries([...run.parameters].map(([name, text]) => [name, valueOf(text)])),
    status: run.status,
    note: run.tags.get('mlflow.note.content') ?? '',
    tags: [
      ...(run.experiment === '' || run.experiment === 'Default' ? [] : [run.experiment]),
      ...own.map(([name, value]) => (value === '' ? name : `${name}: ${value}`)),
    ],
    started: seconds(run.started),
    finished: seconds(run.finished),
    remarks,
  };
}

const numeric = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const words: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };

/** MLflow keeps every parameter as Python writes it. */
function valueOf(text: string): string | number | boolean | null {
  if (Object.hasOwn(words, text)) return words[text] ?? null;
  return numeric.test(text) ? Number(text) : text;
}
