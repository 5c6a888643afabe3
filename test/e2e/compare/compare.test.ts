import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { colorsOn, workbench } from '../train/workbench';

describe('two runs side by side', () => {
  let app: BrowserApp;

  beforeAll(async () => {
    app = await openInBrowser();
    const bench = workbench(app.page);
    await bench.button('Train').waitFor();
    await bench.set('Epochs', '20');
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
      .locator('tr', { hasText: 'Best validation loss' });
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

  it('are the same comparison after a reload, and shrink when one is taken out', async () => {
    await app.page.reload();
    const chips = app.page.getByRole('list', { name: 'Compared runs' }).getByRole('listitem');
    await chips.nth(1).waitFor();
    await chips.nth(0).getByRole('button').click();
    await app.page.getByText('Add a second run').waitFor();
  });
});
