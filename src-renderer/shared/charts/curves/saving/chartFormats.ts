/** What a chart can be saved as. */
export const chartFormats = ['SVG', 'PNG'] as const;
export type ChartFormat = (typeof chartFormats)[number];
