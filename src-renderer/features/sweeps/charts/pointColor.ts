import { rgb } from 'd3-color';
import type { ChartTheme } from '../../../shared/charts/chartTheme';

/** From a muted tone for the worst to the accent for the best. */
export function pointColor(theme: ChartTheme, goodness: number): string {
  const [from, to] = [rgb(theme.borderStrong), rgb(theme.accent)];
  const mix = (a: number, b: number) => Math.round(a + (b - a) * goodness);
  return rgb(mix(from.r, to.r), mix(from.g, to.g), mix(from.b, to.b)).formatHex();
}
