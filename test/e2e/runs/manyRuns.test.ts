import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noMetrics } from '@shared/runs/run';
import { experimentNamed, newRun, openStores } from '../../engine/support/stores';
import { patience } from '../../patience';
import { atRest, seriousViolations } from '../support/axe';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';

/** 4,000 runs of twenty configurations, each with a curve; the last ones have the best accuracy. */
function makeRuns(home: string): void {
  const { database, runs, metrics } = openStores(join(home, 'layerlab.sqlite'));
  database.transaction(() => {
    for (let place = 0; place < 4000; place++) {
      const units = [2, 4, 8, 16][place % 4] ?? 2;
      const learningRate = [0.1, 0.03, 0.01, 0.003, 0.001][Math.floor(place / 4) % 5] ?? 0.1;
      const seed = Math.floor(place / 20) + 1;
      const name =
        place === 3999 ? `spirals with a name that is ${'very '.repeat(12)}long` : `spirals (seed ${seed})`;
      const experiment = experimentNamed(name, { optimizer: { kind: 'adam', learningRate }, seed }, units);
      const { id } = runs.create({ ...newRun(), experiment });
      const epochs = Array.from({ length: 12 }, (_, epoch) => epoch + 1);
      const values = epochs.map((epoch) => (epoch === 5 ? NaN : 1 / (epoch * units) + (seed % 7) / 50));
      metrics.append(id, [{ split: 'validation', name: 'loss', steps: epochs, values }]);
      const figures = { validationLoss: values.at(-1) ?? null, validationAccuracy: place / 4000 };
      runs.ended(id, 'completed', { metrics: { ...noMetrics, ...figures } });
    }
  });
  database.close();
}

describe('4,000 runs', () => {
  let home: string;
  let app: BrowserApp;
  const main = () => app.page.getByRole('main', { name: 'Runs' });
  const rows = () => main().locator('tbody tr');
  const row = (place: number) => main().locator(`tbody tr[aria-rowindex="${place + 1}"]`);
  const focused = () => app.page.evaluate(() => document.activeElement?.closest('tr')?.ariaRowIndex);

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'layerlab-many-'));
    makeRuns(home);
    app = await openInBrowser({ home });
    await app.page.evaluate(() => (window.location.hash = 'runs'));
    await row(1).locator('.spark').waitFor();
  }, patience.test(4));
  afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it('are one table, of which only what is in sight is there', async () => {
    expect(await main().getByRole('grid', { name: 'Runs' }).getAttribute('aria-rowcount')).toBe('4001');
    expect(await rows().count()).toBeLessThan(60);
    await screenshot(app.page, 'runs-4000');
    expect(await seriousViolations(app.page)).toEqual([]);
  });

  it('are gone through by keyboard to the last, which is where the focus is', async () => {
    await row(1).focus();
    await app.page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBe('3');
    await app.page.keyboard.press('Control+End');
    await expect.poll(focused).toBe('4001');
    await row(4000).getByText('completed').waitFor();
    await app.page.keyboard.press('Shift+Space');
    await expect.poll(() => main().getByText('1 selected').count()).toBe(1);
    await app.page.keyboard.press('Control+Home');
    await expect.poll(focused).toBe('2');
    await app.page.keyboard.press('Shift+Space');
    await main().getByText('4,000 selected').waitFor();
    await app.page.keyboard.press('ArrowUp');
    await expect.poll(focused).toBe('1');
  });

  it('are sorted by a column’s head, and by a second one', async () => {
    await main()
      .getByRole('button', { name: /^Val\. accuracy/ })
      .click();
    await expect.poll(() => row(1).getAttribute('aria-label')).toMatch(/a name that is very/);
    await main()
      .getByRole('button', { name: /^Name/ })
      .click({ modifiers: ['Shift'] });
    await expect.poll(() => main().locator('th[aria-sort]').count()).toBe(2);
  });

  it('are put together by configuration, the best first, and a group opens', async () => {
    await main().locator('summary', { hasText: 'Group by' }).click();
    await main().locator('details[open]').getByLabel('configuration').check();
    await app.page.keyboard.press('Escape');
    await expect.poll(() => rows().count()).toBe(20);
    await expect.poll(() => row(1).innerText()).toMatch(/units 16.*learningRate 0\.001[^]*200 runs[^]*±/);
    await row(1).focus();
    await app.page.keyboard.press('ArrowRight');
    await expect.poll(() => main().getByRole('treegrid').getAttribute('aria-rowcount')).toBe('221');
    await expect.poll(() => row(2).getAttribute('aria-label')).toMatch(/a name that is very/);
    await row(2).locator('.spark').waitFor();
    await screenshot(app.page, 'runs-4000-groups');
    expect(await seriousViolations(app.page)).toEqual([]);
    await app.page.emulateMedia({ colorScheme: 'dark' });
    await atRest(app.page);
    await screenshot(app.page, 'runs-4000-groups-dark');
    expect(await seriousViolations(app.page)).toEqual([]);
  });
});
