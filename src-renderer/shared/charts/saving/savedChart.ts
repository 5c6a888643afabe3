import { LegendComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { chartFont } from '../chartTheme';
import type { ChartFormat, SavedChart } from './chartFormats';
import { legendNames, legendRows } from './legend';
import { asPng, density } from './png';

use([CanvasRenderer, SVGRenderer, LegendComponent]);

const legendHeight = 22;

/** A chart as a file, with a legend. @throws AppError `exportFailed` where it is too large for a picture */
export function savedChart(chart: SavedChart, format: ChartFormat): Promise<Blob> {
  return format === 'SVG' ? Promise.resolve(asSvg(chart)) : asPicture(chart);
}

function asSvg(chart: SavedChart): Blob {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...sizeOf(chart) });
  try {
    drawing.setOption(optionOf(chart));
    return new Blob([drawing.renderToSVGString()], { type: 'image/svg+xml' });
  } finally {
    drawing.dispose();
  }
}

async function asPicture(chart: SavedChart): Promise<Blob> {
  const drawing = init(document.createElement('canvas'), null, { renderer: 'canvas', ...sizeOf(chart) });
  try {
    drawing.setOption(optionOf(chart));
    return await asPng(drawing.renderToCanvas({ pixelRatio: density }));
  } finally {
    drawing.dispose();
  }
}

const headOf = ({ names, width }: SavedChart) => legendRows(names, width) * legendHeight;
const sizeOf = (chart: SavedChart) => ({ width: chart.width, height: chart.height + headOf(chart) });

function optionOf(chart: SavedChart): EChartsCoreOption {
  const { option, names, theme, width } = chart;
  const grid = option['grid'] as { top: number };
  const shown = legendNames(names, width);
  return {
    ...option,
    animation: false,
    backgroundColor: theme.surface,
    tooltip: { show: false },
    grid: { ...grid, top: grid.top + headOf(chart) },
    legend: {
      data: [...names],
      formatter: (name: string) => shown[names.indexOf(name)] ?? name,
      top: 4,
      itemStyle: { opacity: 0 },
      textStyle: { color: theme.text, fontSize: 11, fontFamily: chartFont },
    },
  };
}
