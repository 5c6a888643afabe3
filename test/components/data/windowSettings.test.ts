import { csv } from '@shared/data/files/csv';
import { expect, it } from 'vitest';
import WindowSettings from '../../../src-renderer/features/data/table/WindowSettings.vue';
import { mountInApp } from '../page/mounting';

/** Which of the controls that need a time are shown for a table without one. */
function shownFor(windows: Record<string, unknown>): boolean[] {
  const spec = csv.schema.parse({ kind: 'csv', path: 'series.csv', windows: { steps: 4, ...windows } });
  const app = mountInApp(WindowSettings, { spec });
  return ['Gaps in time', 'Rows out of order'].map((label) => app.find(`[aria-label="${label}"]`).exists());
}

it('lets answers about time be taken back where no column has the role time', () => {
  expect(shownFor({})).toEqual([false, false]);
  expect(shownFor({ gaps: 'break' })).toEqual([true, false]);
  expect(shownFor({ unsorted: 'sort' })).toEqual([false, true]);
});
