import { expect, it } from 'vitest';
import ChartSaving from '../../../src-renderer/shared/charts/saving/ChartSaving.vue';
import type { ChartFormat } from '../../../src-renderer/shared/charts/saving/chartFormats';
import { savedChart } from '../../../src-renderer/shared/charts/saving/savedChart';
import { colors } from '../../../src-renderer/shared/theme/colors';
import { mountInApp } from '../page/mounting';

const theme = { scheme: 'light' as const, ...colors.light };
/** Wider than a browser's pictures may be. */
const chart = { option: { grid: { top: 12 } }, names: [], theme, width: 60_000, height: 60_000 };
const draw = (format: ChartFormat) => savedChart(chart, format);

it('says that a chart is too large for a picture, and returns to the menu that was closed', async () => {
  const app = mountInApp(ChartSaving, { label: 'Loss', name: 'loss', draw });
  const menu = app.get('details').element;
  menu.open = true;
  await app
    .findAll('button')
    .find((button) => button.text() === 'PNG')!
    .trigger('click');
  expect(menu.open).toBe(false);
  expect(document.activeElement).toBe(menu.querySelector('summary'));
  await expect.poll(() => app.find('[role="alert"]').exists()).toBe(true);
  expect(app.get('[role="alert"]').text()).toContain('too large for a picture');
  menu.open = true;
  await app.get('details').trigger('keydown', { key: 'Escape' });
  expect(menu.open).toBe(false);
  expect(document.activeElement).toBe(menu.querySelector('summary'));
});
