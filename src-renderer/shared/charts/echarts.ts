import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  DataZoomInsideComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { registerPostInit, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import VChart from 'vue-echarts';
import { type ChartTheme, chartFont } from './chartTheme';
import { formatNumber } from '../format';

use([
  CanvasRenderer,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  TooltipComponent,
  MarkLineComponent,
  DataZoomInsideComponent,
]);

// A chart asks for ten more frames after each drawing; one that is drawn several times a second would never rest.
registerPostInit((chart) => chart.getZr().setSleepAfterStill(1));

/** ECharts as a component, with only the parts registered that the charts use. */
export const EChart = VChart;

/** An axis with its name in the middle, in the theme's colors. */
export function axisOption(theme: ChartTheme, name: string, side: 'x' | 'y') {
  return {
    name,
    nameLocation: 'middle' as const,
    nameGap: side === 'x' ? 26 : 46,
    nameTextStyle: { color: theme.textMuted, fontSize: 11, fontFamily: chartFont },
    axisLabel: {
      color: theme.textMuted,
      fontSize: 11,
      fontFamily: chartFont,
      hideOverlap: true,
      formatter: formatNumber,
    },
    axisLine: { show: side === 'x', onZero: false, lineStyle: { color: theme.borderStrong } },
    axisTick: { show: side === 'x', lineStyle: { color: theme.borderStrong } },
    splitLine: { show: side === 'y', lineStyle: { color: theme.border } },
    minorSplitLine: { show: false },
  };
}

/** The box that hovering shows. */
export function tooltipOption(theme: ChartTheme) {
  return {
    confine: true,
    transitionDuration: 0,
    backgroundColor: theme.surface,
    borderColor: theme.borderStrong,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: theme.text, fontSize: 12, fontFamily: chartFont },
    extraCssText: 'box-shadow: var(--shadow-2); font-variant-numeric: tabular-nums;',
  };
}
