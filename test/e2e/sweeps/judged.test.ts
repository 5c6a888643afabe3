import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../patience';
import { seriousViolations } from '../support/axe';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { setTrainingNumber, showPage } from '../support/workbench';

const form = (page: Page) => page.getByRole('form', { name: 'A sweep of the open experiment' });
const runsPage = (page: Page) => page.getByRole('main', { name: 'Runs' });
const comparePage = (page: Page) => page.getByRole('main', { name: 'Compare' });
const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' });
const compared = (page: Page) => page.getByRole('list', { name: 'Compared runs' }).locator('li');

async function tryValues(page: Page, field: string, values: string): Promise<void> {
  await form(page).getByLabel('Add a field to try').selectOption(field);
  const written = form(page).getByLabel(`Values of ${field}`, { exact: true });
  await written.fill(values);
  await written.press('Tab');
}

/** Of the groups, from the top. */
async function meanAccuracies(page: Page): Promise<number[]> {
  const cells = runsPage(page).locator('tbody td', { hasText: /^[\d.]+ % ±/ });
  return (await cells.allInnerTexts()).map(Number.parseFloat);
}

describe('the two best of a sweep of width and learning rate over five seeds', () => {
  let app: BrowserApp;

  beforeAll(async () => {
    app = await openInBrowser();
    await setTrainingNumber(app.page, 'Epochs', 1);
    await showPage(app.page, 'Sweeps');
    await tryValues(app.page, 'network.hidden1.units', '3, 8');
    await tryValues(app.page, 'training.optimizer.learningRate', '0.001, 0.03');
    const seeds = form(app.page).getByLabel('Seeds', { exact: true });
    await seeds.fill('5');
    await seeds.press('Tab');
    await form(app.page).getByRole('button', { name: 'Start 20 runs' }).click();
    const state = app.page.getByRole('region', { name: 'Progress of the sweep' }).locator('.state');
    await state.filter({ hasText: 'finished' }).waitFor({ timeout: patience.test() });
  }, patience.test(3));
  afterAll(() => app.close());
  photographFailures(() => app.page);

  it('stand first where the runs are put together by configuration and sorted by their mean', async () => {
    const { page } = app;
    await showPage(page, 'Runs');
    await runsPage(page).locator('summary', { hasText: 'Group by' }).click();
    await runsPage(page).locator('details[open]').getByLabel('configuration').check();
    await page.keyboard.press('Escape');
    await expect.poll(() => runsPage(page).locator('tbody tr').count()).toBe(4);
    await runsPage(page)
      .getByRole('button', { name: /^Val\. accuracy/ })
      .click();
    await expect.poll(() => meanAccuracies(page)).toHaveLength(4);
    await expect
      .poll(async () => {
        const means = await meanAccuracies(page);
        return means.every((mean, place) => place === 0 || mean <= (means[place - 1] ?? 0));
      })
      .toBe(true);
    await screenshot(page, 'sweep-by-configuration');
  });

  it('are compared as configurations, their curves as a mean with a band', async () => {
    const { page } = app;
    await expect.poll(() => runsPage(page).locator('tbody tr[aria-label*="5 runs"]').count()).toBe(4);
    for (const place of [0, 1])
      await runsPage(page).locator('tbody tr').nth(place).getByRole('checkbox').check();
    await runsPage(page).getByRole('button', { name: 'Compare', exact: true }).click();
    await verdict(page).locator('li').first().waitFor();
    expect(await compared(page).count()).toBe(10);
    await comparePage(page).getByLabel('Curves of each run, or of configurations').selectOption('range');
    await comparePage(page).getByLabel('Horizontal axis', { exact: true }).selectOption('epoch');
    await comparePage(page).getByRole('img', { name: 'Loss of the compared runs by epoch' }).waitFor();
    await screenshot(page, 'compare-configurations');
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('are judged: five seeds are too few, and a click starts those that are lacking', async () => {
    const { page } = app;
    await verdict(page).getByText('Too few seeds to say').waitFor();
    const more = verdict(page).getByRole('button', { name: /Run again with more seeds \(\d+ runs\)/ });
    const lacking = Number(/\((\d+) runs\)/.exec(await more.innerText())?.[1]);
    await more.click();
    await expect.poll(() => compared(page).count()).toBe(10 + lacking);
  });

  it('are told of in a report, which opens by itself, in dark colors too', async () => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: 'dark' });
    await screenshot(page, 'compare-configurations-dark');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save report' }).click();
    const path = join(app.home, 'report.html');
    await (await downloading).saveAs(path);
    expect(readFileSync(path, 'utf8')).not.toMatch(/(src|href)="http/);
    const report = await app.browser.newPage();
    await report.goto(`file://${path}`);
    await report.getByRole('heading', { name: /^Verdict by/ }).waitFor();
    expect(await report.locator('svg').count()).toBeGreaterThan(0);
    await report.close();
  });
});
