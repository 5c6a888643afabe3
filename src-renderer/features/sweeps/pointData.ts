import type { SweepPoint, SweepSummary } from '@shared/runs/sweeps/sweep';
import { parseMetricName } from '@shared/runs/metricNames';
import { formatMetric } from '@shared/training/metrics/words';
import { formatNumber, shortName } from '../../shared/format';

/** Factors beyond which an axis is logarithmic. */
const manyFold = 30;
const mostTicks = 6;

/** A parameter or the metric, drawn along a line from 0 to 1. */
export interface Axis {
  readonly name: string;
  readonly title: string;
  /** From 0 to 1; null where a point has nothing there. */
  place(value: unknown): number | null;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** The values one by one, where they are few or no numbers. */
  readonly values: readonly unknown[];
  readonly isNumeric: boolean;
}

export function valueText(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function metricText({ metric }: Pick<SweepSummary, 'metric'>, value: number | null): string {
  return formatMetric(parseMetricName(metric).metric, value);
}

function distinct(values: readonly unknown[]): unknown[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  const all = [...byText.values()];
  return all.every((value) => typeof value === 'number') ? all.sort((a, b) => Number(a) - Number(b)) : all;
}

export function axisOf(name: string, title: string, values: readonly unknown[], format = valueText): Axis {
  const all = distinct(values);
  const isNumeric = all.length > 0 && all.every((value) => typeof value === 'number');
  if (!isNumeric) return listedAxis(name, title, all, format);
  const numbers = all as number[];
  const [low, high] = [numbers[0] ?? 0, numbers.at(-1) ?? 1];
  const logarithmic = low > 0 && high / low >= manyFold;
  const scaled = (value: number) => (logarithmic ? Math.log(value) : value);
  const extent = scaled(high) - scaled(low);
  const place = (value: unknown) =>
    typeof value !== 'number' ? null : extent === 0 ? 0.5 : (scaled(value) - scaled(low)) / extent;
  const shown = numbers.length <= mostTicks ? numbers : evenly(low, high, logarithmic);
  const ticks = shown.map((value) => ({ at: place(value) ?? 0, label: format(value) }));
  return { name, title, place, ticks, values: all, isNumeric };
}

function listedAxis(
  name: string,
  title: string,
  all: readonly unknown[],
  format: (value: unknown) => string,
): Axis {
  const at = (index: number) => (all.length < 2 ? 0.5 : index / (all.length - 1));
  const texts = all.map((value) => JSON.stringify(value));
  return {
    name,
    title,
    place(value) {
      const index = texts.indexOf(JSON.stringify(value));
      return index < 0 ? null : at(index);
    },
    ticks: all.map((value, index) => ({ at: at(index), label: format(value) })),
    values: all,
    isNumeric: false,
  };
}

function evenly(low: number, high: number, logarithmic: boolean): number[] {
  return Array.from({ length: 5 }, (_, step) => {
    const share = step / 4;
    const value = logarithmic ? low * (high / low) ** share : low + (high - low) * share;
    return Number(value.toPrecision(2));
  });
}

/** The points with a value, and an axis for each parameter, the metric last. */
export function axesOf(sweep: SweepSummary, points: readonly SweepPoint[]): Axis[] {
  const paths = Object.keys(points[0]?.parameters ?? {});
  const measured = points.flatMap(({ value }) => value ?? []);
  return [
    ...paths.map((path) =>
      axisOf(
        path,
        shortName(path),
        points.map(({ parameters }) => parameters[path]),
      ),
    ),
    axisOf(sweep.metric, sweep.metric, measured, (value) => metricText(sweep, Number(value))),
  ];
}

/** How good a value is among others, from 0, the worst, to 1. */
export function goodness(
  sweep: Pick<SweepSummary, 'better'>,
  points: readonly SweepPoint[],
): (value: number) => number {
  const sorted = points
    .flatMap(({ value }) => value ?? [])
    .sort((a, b) => (sweep.better === 'lower' ? b - a : a - b));
  return (value) => (sorted.length < 2 ? 1 : sorted.indexOf(value) / (sorted.length - 1));
}
