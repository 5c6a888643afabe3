import { describe, expect, it } from 'vitest';
import { savedChart } from '../../../src-renderer/shared/charts/saving/savedChart';
import { axisOption } from '../../../src-renderer/shared/charts/echarts';
import { colors } from '../../../src-renderer/shared/theme/colors';

const theme = { scheme: 'light' as const, ...colors.light };
const hostile = `"quoted" <b>&amp;\u0007'single' ${'long '.repeat(40)}, validation`;

describe('a chart saved as SVG', () => {
  it('is XML that a parser reads, whatever its curves are called', async () => {
    const option = {
      grid: { left: 62, right: 14, top: 12, bottom: 42 },
      xAxis: { type: 'value', ...axisOption(theme, 'step', 'x') },
      yAxis: { type: 'value', ...axisOption(theme, 'loss', 'y') },
      series: [
        {
          name: hostile,
          type: 'line',
          silent: true,
          data: [
            [0, 1],
            [1, 2],
          ],
        },
      ],
    };
    const chart = { option, names: [hostile], theme, width: 500, height: 200 };
    const text = await (await savedChart(chart, 'SVG')).text();
    const read = new DOMParser().parseFromString(text, 'image/svg+xml');
    expect(read.querySelector('parsererror')?.textContent).toBeUndefined();
    const words = Array.from(read.querySelectorAll('text'), ({ textContent }) => textContent);
    expect(words).toContain('loss');
    expect(words.some((each) => each?.startsWith(`"quoted" <b>&amp; 'single'`))).toBe(true);
  });
});
