import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { patience } from '../../patience';
import { seriousViolations } from '../support/axe';
import { photographFailures } from '../support/pictures';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';

const logs = join(import.meta.dirname, '../../fixtures/trackers/tensorboard');

let app: BrowserApp;
beforeAll(async () => {
  app = await openInBrowser();
  await app.page.evaluate(() => {
    window.location.hash = 'runs';
  });
}, patience.test(1));
afterAll(() => app.close());
photographFailures(() => app.page);

it(
  'runs of another tracker are brought in, compared, and saved as a report that needs no server',
  { timeout: patience.test(3) },
  async () => {
    const { page } = app;
    const main = page.getByRole('main', { name: 'Runs' });
    await main.getByRole('button', { name: 'Import…' }).press('Enter');
    const choosing = page.getByRole('dialog', { name: /Choose runs/ });
    await expect.poll(() => choosing.getByLabel('Folder', { exact: true }).inputValue()).not.toBe('');
    await choosing.getByLabel('Folder', { exact: true }).fill(logs);
    await choosing.getByLabel('Folder', { exact: true }).press('Enter');
    await choosing.getByRole('button', { name: 'keras/' }).waitFor();
    await choosing.getByRole('button', { name: 'Choose this folder' }).press('Enter');
    const telling = page.getByRole('dialog', { name: 'Import runs' });
    await telling.getByText('4 runs imported from TensorBoard').waitFor();
    await telling.getByText('“Accuracy/val” has values beyond 0 to 1').waitFor();
    await screenshot(page, 'import-report');
    expect(await seriousViolations(page)).toEqual([]);
    await telling.getByRole('button', { name: 'Done' }).click();
    await telling.waitFor({ state: 'hidden' });

    const rows = main.locator('tbody tr');
    await expect.poll(() => rows.filter({ hasText: 'imported' }).count()).toBe(4);
    await main.getByLabel('Select torch').check();
    await main.getByLabel('Select keras').check();
    await main.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByRole('region', { name: 'Verdict' }).getByText('Too few seeds to say').waitFor();
    await screenshot(page, 'compare-imported');
    expect(await seriousViolations(page)).toEqual([]);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save report' }).click(),
    ]);
    const path = join(app.home, 'report.html');
    await download.saveAs(path);
    const report = await app.browser.newPage({ viewport: { width: 1280, height: 720 } });
    const errors: string[] = [];
    const asked: string[] = [];
    report.on('console', (message) => errors.push(message.text()));
    report.on('request', (request) => asked.push(request.url()));
    await report.goto(pathToFileURL(path).href);
    expect(await report.title()).toBe('Comparison of 2 runs');
    expect(await report.getByRole('img', { name: 'Loss by step' }).locator('path.curve').count()).toBe(4);
    expect(await report.getByRole('row').filter({ hasText: 'imported from TensorBoard' }).count()).toBe(2);
    await screenshot(report, 'report');
    expect(await seriousViolations(report)).toEqual([]);
    expect(errors).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
    await report.close();
    expect(app.pageErrors).toEqual([]);
  },
);
