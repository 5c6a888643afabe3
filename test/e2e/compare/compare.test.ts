import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from '../support/axe';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { colorsOn, workbench } from '../train/workbench';

describe('two runs side by side', () => {
  let app: BrowserApp;

  beforeAll(async () => {
    app = await openInBrowser();
    const bench = workbench(app.page);
    await bench.button('Train').waitFor();
    await bench.set('Epochs', '400');
    await bench.train();
    await bench.set('Learning rate', '0.05');
    await bench.train();
    while (!/ 2$/.test(await bench.runName.inputValue())) await app.page.waitForTimeout(50);
  });
  afterAll(() => app.close());

  it('are chosen on the runs page by keyboard', async () => {
    await app.page
      .getByRole('link', { name: 'Runs' })
      .or(app.page.getByRole('button', { name: 'Runs' }))
      .first()
      .click();
    const rows = app.page.getByRole('main', { name: 'Runs' }).locator('tbody tr');
    await rows.nth(1).waitFor();
    await rows.nth(0).focus();
    await app.page.keyboard.press('Space');
    await app.page.keyboard.press('ArrowDown');
    await app.page.keyboard.press('Space');
    await app.page
      .getByRole('main', { name: 'Runs' })
      .getByRole('button', { name: 'Compare', exact: true })
      .click();
    await app.page.getByRole('main', { name: 'Compare' }).waitFor();
  });

  it('show what differs in their settings and nothing else', async () => {
    const settings = app.page.getByRole('table', { name: 'Settings by run' });
    await settings.waitFor();
    const rows = await settings.locator('tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').map((cell) => cell.trim()))).toEqual([
      ['training.optimizer.learningRate', '0.05', '0.01'],
    ]);
  });

  it('show all settings when asked', async () => {
    await app.page.getByLabel('Show all settings').click();
    const rows = app.page.getByRole('table', { name: 'Settings by run' }).locator('tbody tr');
    await expect.poll(() => rows.count()).toBeGreaterThan(10);
  });

  it('mark the best of each metric', async () => {
    const row = app.page
      .getByRole('table', { name: 'Metrics by run' })
      .locator('tr', { hasText: 'Validation loss of the best weights' });
    const cells = await row.locator('td').allInnerTexts();
    const values = cells.map((cell) => Number.parseFloat(cell.replace(/[^\d.e−-]/g, '').replace('−', '-')));
    const marked = cells.findIndex((cell) => cell.includes('(best)'));
    expect(values[marked]).toBe(Math.min(...values));
  });

  it('lay their curves over each other', async () => {
    const chart = app.page
      .getByRole('img', { name: 'Loss of the compared runs by step' })
      .locator('canvas')
      .first();
    await expect.poll(() => colorsOn(chart)).toBeGreaterThan(10);
    await screenshot(app.page, 'compare');
  });

  it('are drawn of more of their points in a part, in the end of all', async () => {
    const thinned = app.page.getByText('each curve drawn of at most 1,500 of its points in view');
    await app.page.getByLabel('Show from').fill('40');
    await thinned.waitFor();
    await app.page.getByLabel('Show up to').fill('44');
    await thinned.waitFor({ state: 'hidden' });
    await screenshot(app.page, 'compare-part');
    await app.page.getByRole('button', { name: 'All of it' }).click();
  });

  it('are zoomed into together, cut off where hardly a value lies, and saved with a legend', async () => {
    await app.page.getByLabel('Show from').fill('50');
    await app.page.getByLabel('Cut outliers').click();
    await app.page
      .getByText(/values? cut off/)
      .first()
      .waitFor();
    const menu = app.page.getByLabel('Save the chart: Loss of the compared runs by step');
    for (const [format, beginning] of [
      ['SVG', '<svg'],
      ['PNG', '\u0089PNG'],
    ] as const) {
      await menu.click();
      const downloaded = app.page.waitForEvent('download');
      await app.page.getByRole('button', { name: format, exact: true }).click();
      const saved = readFileSync(await (await downloaded).path(), 'latin1');
      expect(saved.slice(0, beginning.length)).toBe(beginning);
      if (format === 'SVG') {
        expect(saved).toContain('spirals, validation');
        const problem = await app.page.evaluate(
          (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror'),
          saved,
        );
        expect(problem).toBeNull();
      }
    }
    await app.page.getByRole('button', { name: 'All of it' }).click();
    expect(await app.page.getByLabel('Show from').inputValue()).toBe('0');
  });

  it('show their pictures at one moment', async () => {
    const pictures = app.page.getByRole('region', { name: 'Pictures' });
    await expect.poll(() => pictures.locator('canvas').count()).toBeGreaterThanOrEqual(2);
    await pictures.getByLabel('Moment of the training').fill('0');
    await expect
      .poll(() =>
        pictures
          .locator('figcaption')
          .filter({ hasText: /step 0$/ })
          .count(),
      )
      .toBe(2);
    await pictures.scrollIntoViewIfNeeded();
    await screenshot(app.page, 'compare-pictures');
    expect(await seriousViolations(app.page)).toEqual([]);
  });

  it('are the same comparison after a reload, and shrink when one is taken out', async () => {
    await app.page.reload();
    const chips = app.page.getByRole('list', { name: 'Compared runs' }).getByRole('listitem');
    await chips.nth(1).waitFor();
    await chips.nth(0).getByRole('button').click();
    await app.page.getByText('Add a second run').waitFor();
  });
});
