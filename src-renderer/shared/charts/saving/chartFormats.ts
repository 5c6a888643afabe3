import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../chartTheme';

/** What a chart can be saved as. */
export const chartFormats = ['SVG', 'PNG'] as const;
export type ChartFormat = (typeof chartFormats)[number];

/** A chart that is to be a file. */
export interface SavedChart {
  readonly option: EChartsCoreOption;
  /** Its lines' names, for the legend: on paper nothing can be pointed at. */
  readonly names: readonly string[];
  readonly theme: ChartTheme;
  readonly width: number;
  readonly height: number;
}
