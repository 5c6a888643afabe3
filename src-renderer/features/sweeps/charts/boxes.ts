import type { SweepPoint } from '@shared/runs/sweeps/sweep';
import { quantile } from '@shared/statistics/describe';
import { axisOf, valueText } from '../pointData';

/** Values of a continuous parameter beyond this many are put together in so many groups. */
const mostBoxes = 8;

export interface Box {
  readonly label: string;
  /** Of each run, also of those of one point. */
  readonly values: readonly number[];
  readonly least: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly most: number;
}

/** What the runs that were trained to their end came to by the value of a parameter: numbers of a range in groups from low to high. */
export function boxesOf(points: readonly SweepPoint[], path: string): Box[] {
  // What was stopped early cannot be compared with what was trained to its end.
  const trained = points.filter(({ state }) => state === 'finished');
  const runs = trained.flatMap(({ parameters, runs: of }) =>
    of.flatMap(({ value }) => (value === null ? [] : [{ at: parameters[path], value }])),
  );
  const axis = axisOf(
    path,
    path,
    runs.map(({ at }) => at),
  );
  const isGrouped = axis.isNumeric && axis.values.length > mostBoxes;
  const groups = new Map<string, number[]>();
  for (const value of isGrouped ? [] : axis.values) groups.set(valueText(value), []);
  const bounds = isGrouped ? groupsOf(runs.map(({ at }) => Number(at))) : [];
  for (const { label } of bounds) groups.set(label, []);
  for (const { at, value } of runs) {
    const label = isGrouped ? bounds.find(({ high }) => Number(at) <= high)?.label : valueText(at);
    groups.get(label ?? '')?.push(value);
  }
  return [...groups].filter(([, values]) => values.length > 0).map(([label, values]) => boxOf(label, values));
}

/** As many numbers in each. */
function groupsOf(numbers: readonly number[]): { readonly high: number; readonly label: string }[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const count = Math.min(5, Math.max(2, Math.floor(sorted.length / 4)));
  return Array.from({ length: count }, (_, index) => {
    const low = sorted[Math.floor((index * sorted.length) / count)] ?? 0;
    const last = sorted[Math.floor(((index + 1) * sorted.length) / count) - 1] ?? 0;
    return { high: index === count - 1 ? Infinity : last, label: `${short(low)}–${short(last)}` };
  });
}

function short(value: number): string {
  return valueText(Number(value.toPrecision(2)));
}

function boxOf(label: string, values: readonly number[]): Box {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => quantile(sorted, share);
  return {
    label,
    values: sorted,
    least: at(0),
    lower: at(0.25),
    median: at(0.5),
    upper: at(0.75),
    most: at(1),
  };
}
