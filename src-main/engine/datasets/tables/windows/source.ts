import { totalmem } from 'node:os';
import { basename } from 'node:path';
import type { PreparedWindows } from '@shared/data/tables/windows';
import { requireMemory } from '../../memory';
import type { DatasetSource } from '../../source';
import { fillsOf, planTable, inputsOfPlan, type TablePlan } from '../examples/plan';
import { leftOutRemarks, readingRemarks } from '../examples/remarks';
import { resolvedSpec } from '../resolve';
import { windowChunks } from './chunks';
import { cutWindows, type CutWindows } from './cutting';
import { requireSeries, withValues, type SeriesTable } from './meaning';
import { inOrder, type Ordered } from './order';
import { seriesRemarks } from './remarks';
import { readSeries, type Series } from './series';

/** The plan of the rows. What was so far is known when a series is to be continued: the target's own past is an input. */
function planRows({ spec, table, columns, roles }: SeriesTable): TablePlan {
  return planTable(spec, [table], columns, { ...roles, features: [...roles.features, roles.target] });
}

/** How windows are cut, as far as it is known before the rows are read. */
function cuttingOf({ windows, roles }: SeriesTable, plan: TablePlan): PreparedWindows {
  const { steps, horizon, season = null, gaps } = windows;
  const target = plan.features.find(({ column }) => column === roles.target)?.offset ?? 0;
  return { steps, horizon, season, gaps, target, time: null };
}

function contentOf({ spec, rows }: SeriesTable, plan: TablePlan, windows: PreparedWindows) {
  const { steps, horizon } = windows;
  return {
    name: basename(spec.path),
    examples: Math.max(0, rows - steps - horizon + 1),
    inputShape: [steps, plan.width],
    inputDtype: 'float32' as const,
    featureNames: plan.features.flatMap(({ encoder }) => encoder.names),
    ...plan.target.encoder.content,
    windows,
  };
}

function cutSeries(
  { spec, windows }: SeriesTable,
  { rows, isHole }: Series,
  { order, gaps }: Ordered,
): CutWindows {
  const behindGap = new Set(windows.gaps === 'break' ? gaps : []);
  return cutWindows(
    {
      rows,
      follows: (place) => !behindGap.has(place),
      isHole: (place) => isHole[order[place] ?? 0] === 1,
    },
    windows,
    spec,
    spec.path,
  );
}

/** The column that orders the rows, as models know it. */
function timeOf({ spec, columns, roles }: SeriesTable, interval: number): PreparedWindows['time'] {
  const time = roles.time === null ? undefined : columns[roles.time];
  if (time === undefined) return null;
  const dateOrder = time.type === 'date' ? (spec.columns[time.name]?.dateOrder ?? time.dates.order) : null;
  return { column: time.name, dateOrder, interval };
}

/**
 * A table as a series in time. Its rows are read whole, so that they can be put in order; the windows, which take as many
 * times more as they have steps, come a bounded number at a time.
 * @throws AppError `badDataset` where the rows make no series, or some split would have no window.
 */
export async function openWindows(
  asked: SeriesTable,
  signal: AbortSignal | undefined,
): Promise<DatasetSource> {
  requireSeries(asked);
  const found = { ...asked, spec: withValues(asked.spec, asked.columns[asked.roles.target]) };
  const { spec, windows, table, columns, roles, rows } = found;
  const plan = planRows(found);
  const cutting = cuttingOf(found, plan);
  const content = contentOf(found, plan, cutting);
  requireMemory(content, totalmem(), spec.path);
  const series = await readSeries(plan, table, rows, signal);
  const time = roles.time === null ? null : (columns[roles.time]?.name ?? null);
  const ordered = inOrder(series, windows, time);
  const cut = cutSeries(found, series, ordered);
  const prepared = { ...cutting, time: timeOf(found, ordered.interval) };
  return {
    content: { ...content, examples: cut.starts.length, windows: prepared },
    fills: fillsOf(plan),
    tableInputs: inputsOfPlan(plan),
    resolved: resolvedSpec(spec, table, columns, roles),
    remarks: [
      ...readingRemarks(spec, [table]),
      ...leftOutRemarks(spec, columns),
      ...seriesRemarks(series, ordered, windows, time),
    ],
    chunks: () => windowChunks(series, ordered, cut, prepared, signal),
    splitRule: () => ({ by: 'windows', splits: cut.splits }),
  };
}
