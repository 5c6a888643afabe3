import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atRest, seriousViolations } from '../support/axe';
import { openInBrowser, screenshot, screenshotFolder, type BrowserApp } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { setTrainingNumber, showPage, training, waitForRun } from '../support/workbench';
import { withoutEnd } from '../../support/withoutEnd';
import { patience } from '../../patience';

const form = (page: Page) => page.getByRole('form', { name: 'A sweep of the open experiment' });
const standing = (page: Page) => page.getByRole('region', { name: 'Progress of the sweep' });
const stateOf = (page: Page) => standing(page).locator('.state');
const points = (page: Page) => page.getByRole('region', { name: 'Points' }).locator('tbody tr');

async function write(page: Page, label: string, text: string): Promise<void> {
  const field = form(page).getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press('Tab');
}

describe('a sweep of width and learning rate over seeds, on the spirals', () => {
  let app: BrowserApp;

  beforeAll(async () => {
    app = await openInBrowser();
    // A run before it in the queue, so that the sweep has not ended before it is paused.
    await setTrainingNumber(app.page, 'Epochs', withoutEnd.epochs);
    await training(app.page).getByRole('button', { name: 'Train', exact: true }).click();
    await waitForRun(app.page, 'running');
    await setTrainingNumber(app.page, 'Epochs', 3);
    await showPage(app.page, 'Sweeps');
  });
  afterAll(() => app.close());
  photographFailures(() => app.page);

  it('is defined by choosing fields of the experiment', async () => {
    const { page } = app;
    await form(page).getByLabel('Add a field to try').selectOption('network.hidden1.units');
    await write(page, 'Values of network.hidden1.units', '4, 16');
    await form(page).getByLabel('Add a field to try').selectOption('training.optimizer.learningRate');
    await write(page, 'Values of training.optimizer.learningRate', '0.001, 0.02');
    await write(page, 'Seeds', '2');
    await form(page).getByRole('button', { name: 'Start 8 runs' }).waitFor();
  });

  it('says what is wrong where a value cannot be', async () => {
    const { page } = app;
    await write(page, 'Values of network.hidden1.units', '4, 0');
    const note = form(page).getByRole('alert');
    expect(await note.innerText()).toContain('0 is too small');
    expect(await note.innerText()).toContain('sweep.parameters["network.hidden1.units"][1]');
    expect(
      await form(page)
        .getByRole('button', { name: /^Start/ })
        .isDisabled(),
    ).toBe(true);
    await write(page, 'Values of network.hidden1.units', '4, 16');
  });

  it('is started by keyboard, paused and resumed', async () => {
    const { page } = app;
    await form(page).getByRole('button', { name: 'Start 8 runs' }).focus();
    await page.keyboard.press('Enter');
    await points(page).first().waitFor();
    await standing(page).getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Enter');
    await stateOf(page).filter({ hasText: 'paused' }).waitFor({ timeout: patience.test() });
    await standing(page).getByRole('button', { name: 'Resume' }).click();
    await stateOf(page).filter({ hasText: 'running' }).waitFor();
    await showPage(page, 'Workbench');
    await training(page).getByRole('button', { name: 'Stop' }).click();
    await waitForRun(page, 'stopped');
    await showPage(page, 'Sweeps');
  });

  it('goes to its end and shows the best, every point and the charts', async () => {
    const { page } = app;
    await stateOf(page).filter({ hasText: 'finished' }).waitFor({ timeout: patience.test() });
    expect(await points(page).count()).toBe(4);
    expect(await standing(page).innerText()).toContain('8 of 8 runs, 4 of 4 points');
    const values = (await points(page).locator('.value').allInnerTexts()).map(Number);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(await standing(page).locator('.best strong').innerText()).toBe(String(values[0]));
    for (const name of ['Parallel coordinates', 'Scatter', 'Effect', 'Importance'])
      await page.getByRole('region', { name }).waitFor();
    expect(await page.getByRole('region', { name: 'Importance' }).innerText()).toContain(
      'Little can be said yet',
    );
    await screenshot(page, 'sweep-light');
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('is narrowed by brushing an axis with the mouse and by the keyboard', async () => {
    const { page } = app;
    const axis = page.getByRole('group', { name: /^Axis of network.hidden1.units/ });
    await axis.focus();
    for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowDown');
    await expect.poll(() => points(page).count()).toBe(2);
    await page.keyboard.press('Escape');
    await expect.poll(() => points(page).count()).toBe(4);
    const box = await axis.locator('rect').first().boundingBox();
    if (box === null) throw new Error('the axis is not to be seen');
    const x = box.x + box.width / 2;
    await page.mouse.move(x, box.y + 2);
    await page.mouse.down();
    await page.mouse.move(x, box.y + box.height / 3, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => points(page).count()).toBe(2);
    const kept = await points(page).locator('td:nth-child(2)').allInnerTexts();
    expect(kept).toEqual(['16', '16']);
  });

  it.each(['Parallel coordinates', 'Scatter', 'Effect of each value'])('saves %s as shown', async (title) => {
    const { page } = app;
    for (const format of ['SVG', 'PNG']) {
      const summary = page.getByLabel(`Save the chart: ${title}`);
      await summary.focus();
      await page.keyboard.press('Enter');
      const offered = page.locator('details[open]').getByRole('button', { name: format });
      const [file] = await Promise.all([page.waitForEvent('download'), offered.press('Enter')]);
      const path = join(screenshotFolder, `sweep-${title.replace(/\W/g, '-')}.${format.toLowerCase()}`);
      await file.saveAs(path);
      expect(readFileSync(path, 'latin1').slice(0, 4)).toBe(format === 'SVG' ? '<svg' : '\x89PNG');
    }
  });

  it('is there after a reload, in dark colors too', async () => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await points(page).nth(3).waitFor();
    await atRest(page);
    await screenshot(page, 'sweep-dark');
    expect(await seriousViolations(page)).toEqual([]);
    expect(app.pageErrors).toEqual([]);
  });

  it('is deleted with its runs, and taken back with them', async () => {
    const { page } = app;
    await standing(page).locator('summary', { hasText: 'Delete' }).focus();
    await page.keyboard.press('Enter');
    await screenshot(page, 'sweep-delete');
    await standing(page).getByRole('button', { name: 'The sweep with its runs' }).click();
    await page.getByText('Try many settings at once').waitFor();
    await page.getByText(/^Sweep “.+” deleted with its runs\./).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect.poll(() => points(page).count()).toBe(4);
  });

  it('leads from a point to its run', async () => {
    const { page } = app;
    await points(page).first().getByRole('button').click();
    await page.getByRole('main', { name: 'Runs' }).waitFor();
  });
});
