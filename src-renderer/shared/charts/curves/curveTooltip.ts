import { escapeMarkup } from '@shared/report/markup';
import { formatCount, formatNumber } from '../../format';
import type { ChartTheme } from '../chartTheme';
import type { ChartCurve } from './curves';
import { nearestIndex } from './series';

interface Hovered {
  readonly curves: readonly ChartCurve[];
  readonly xName: string;
  readonly logarithmic: boolean;
  readonly formatValue: (value: number) => string;
  readonly theme: ChartTheme;
}

/** What hovering shows, in HTML: the exact value of each curve. @param parameters as ECharts gives them */
export function curveTooltip(parameters: unknown, hovered: Hovered): string {
  const [first] = parameters as readonly { axisValue: number }[];
  if (!first) return '';
  const rows = hovered.curves.map((curve) => rowOf(curve, first.axisValue, hovered));
  return `<table style="border-spacing:0">${rows.join('')}</table>`;
}

function rowOf(curve: ChartCurve, at: number, { xName, logarithmic, formatValue, theme }: Hovered): string {
  const { points } = curve;
  const index = nearestIndex(points, at);
  if (index < 0) return '';
  const value = points.values[index] ?? NaN;
  const style = curve.level ? 'dotted' : curve.dashed ? 'dashed' : 'solid';
  const place = curve.level ? '' : `${xName} ${formatNumber(points.steps[index] ?? null)}`;
  const said =
    (logarithmic && value <= 0 ? `${formatValue(value)} (below the axis)` : formatValue(value)) +
    edgesAt(curve, index, formatValue);
  return (
    `<tr><td><span style="display:inline-block;width:18px;border-top:2px ${style} ${curve.color};vertical-align:middle"></span></td>` +
    `<td style="padding:0 12px 0 6px;max-width:220px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">${escapeMarkup(curve.name)}</td>` +
    `<td style="text-align:right;font-weight:600">${said}</td>` +
    `<td style="text-align:right;padding-left:12px;color:${theme.textMuted}">${place}</td></tr>`
  );
}

/** How far the runs lie apart, beside their mean. */
function edgesAt({ band }: ChartCurve, index: number, formatValue: (value: number) => string): string {
  if (band === undefined) return '';
  const edges = `${formatValue(band.low[index] ?? NaN)} to ${formatValue(band.high[index] ?? NaN)}`;
  return ` (${edges}, ${formatCount(band.counts[index] ?? 0)} runs)`;
}
