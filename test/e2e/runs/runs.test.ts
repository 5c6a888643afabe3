import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from '../support/axe';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { workbench } from '../train/workbench';

describe('the runs page', () => {
  let app: BrowserApp;
  const main = () => app.page.getByRole('main', { name: 'Runs' });
  const rows = () => main().locator('tbody tr');

  beforeAll(async () => {
    app = await openInBrowser();
    const bench = workbench(app.page);
    await bench.button('Train').waitFor();
    await bench.set('Epochs', '10');
    await bench.train();
    await app.page.evaluate(() => {
      window.location.hash = 'runs';
    });
    await rows().first().waitFor();
  });
  afterAll(() => app.close());

  it('renames a run where its name stands', async () => {
    const name = rows().first().locator('input.editable');
    await name.fill('first attempt');
    await name.press('Enter');
    await app.page.reload();
    await rows().first().waitFor();
    await expect.poll(() => rows().first().locator('input.editable').inputValue()).toBe('first attempt');
  });

  it('deletes without asking and takes it back', async () => {
    await rows().first().focus();
    await app.page.keyboard.press('Delete');
    await app.page.getByText('Run deleted').waitFor();
    await expect.poll(() => rows().count()).toBe(0);
    await app.page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await rows().first().waitFor();
  });

  it('finds by name and says when nothing fits', async () => {
    await main().getByLabel('Search runs').fill('no such run');
    await app.page.getByText('No run fits').waitFor();
    await screenshot(app.page, 'runs-none-fits');
    expect(await seriousViolations(app.page)).toEqual([]);
    await app.page.getByRole('button', { name: 'Show all runs' }).click();
    await rows().first().waitFor();
  });

  it('shows everything of a run, with the hash of its weights', async () => {
    await rows().first().focus();
    await app.page.keyboard.press('Enter');
    const details = app.page.getByRole('dialog', { name: 'Details of the run' });
    await details.getByText('Weights hash').waitFor();
    await expect.poll(() => details.locator('dd', { hasText: /^[0-9a-f]{64}$/ }).count()).toBe(2);
    const note = details.getByRole('textbox', { name: 'Note' });
    await note.fill('learns fast');
    await note.blur();
    await app.page.keyboard.press('Escape');
    await rows().first().locator('.note').waitFor();
  });

  it('exports to ONNX with a parity report, and hands the file to the browser', async () => {
    await rows().first().getByRole('button', { name: 'Export first attempt' }).click();
    const downloaded = app.page.waitForEvent('download');
    await app.page.getByRole('button', { name: 'Export and download' }).click();
    const report = app.page.getByRole('region', { name: 'Parity report' });
    await report.waitFor();
    await expect.poll(() => report.innerText()).toMatch(/Same predicted class\s*100\.0 %/);
    expect((await downloaded).suggestedFilename()).toMatch(/\.onnx$/);
    await screenshot(app.page, 'export-parity');
    await app.page.keyboard.press('Escape');
  });

  it('opens a run in the workbench as it was trained, and unsaved work is one undo away', async () => {
    const name = app.page.getByLabel('Name of the experiment');
    const trained = await name.inputValue();
    await name.fill('unsaved work');
    await name.press('Enter');
    await rows()
      .first()
      .getByRole('button', { name: /in the workbench/ })
      .click();
    const bench = workbench(app.page);
    await bench.waitForState('completed');
    await expect.poll(() => bench.runName.inputValue()).toBe('first attempt');
    await expect.poll(() => bench.field('Epochs').inputValue()).toBe('10');
    await expect.poll(() => name.inputValue()).toBe(trained);
    await app.page.getByText('Undo brings “unsaved work” back').waitFor();
    await app.page.getByRole('button', { name: `Undo: Open ${trained}` }).click();
    await expect.poll(() => name.inputValue()).toBe('unsaved work');
    await app.page.getByRole('button', { name: `Redo: Open ${trained}` }).click();
    await expect.poll(() => name.inputValue()).toBe(trained);
  });
});
