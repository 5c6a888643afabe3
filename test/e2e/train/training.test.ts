import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutEnd } from '../../support/withoutEnd';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { colorsOn, workbench } from './workbench';

describe('training in the workbench', () => {
  let app: BrowserApp;
  let bench: ReturnType<typeof workbench>;

  beforeAll(async () => {
    app = await openInBrowser();
    bench = workbench(app.page);
    await bench.button('Train').waitFor();
  });
  afterAll(() => app.close());

  it('begins with the space bar on the experiment the app opens with, and draws boundary and curves', async () => {
    await bench.set('Epochs', '50');
    await bench.field('Epochs').blur();
    await expect.poll(() => bench.button('Train').isEnabled()).toBe(true);
    await app.page.keyboard.press('Space');
    await bench.waitForState('completed');
    const results = app.page.getByRole('region', { name: 'Results' });
    const boundary = results.getByRole('img', { name: /Decision boundary after step \d+/ }).last();
    await boundary.waitFor();
    await expect.poll(() => colorsOn(boundary)).toBeGreaterThan(50);
    const loss = results
      .getByRole('img', { name: 'Loss of training and validation by step' })
      .locator('canvas')
      .first();
    await expect.poll(() => colorsOn(loss)).toBeGreaterThan(5);
    const accuracy = await results.locator('tr', { hasText: 'validation' }).locator('td').nth(1).innerText();
    expect(Number.parseFloat(accuracy)).toBeGreaterThan(60);
    await screenshot(app.page, 'train-spirals');
    await results.getByLabel('Second chart').selectOption('gradientNorm');
    const norm = results.getByRole('img', { name: 'Gradient norm by step' }).locator('canvas');
    await expect.poll(() => colorsOn(norm.first())).toBeGreaterThan(5);
  });

  it('pauses, resumes, stops and goes on', async () => {
    await bench.set('Epochs', String(withoutEnd.epochs));
    await bench.button('Train').click();
    await bench.waitForState('running');
    await bench.button('Pause').click();
    await bench.waitForState('paused');
    const progress = bench.training.getByRole('progressbar');
    const paused = await progress.getAttribute('aria-valuenow');
    await bench.button('Resume').click();
    await bench.waitForState('running');
    await bench.button('Stop').click();
    await bench.waitForState('stopped');
    await bench.button('Go on').click();
    await bench.waitForState('running');
    await bench.button('Stop').click();
    await bench.waitForState('stopped');
    expect(Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(Number(paused));
  });

  it('says why a run diverged and what to do', async () => {
    await bench.field('Optimizer').selectOption('sgd');
    await bench.set('Learning rate', '1e20');
    await bench.button('Train').click();
    await bench.waitForState('diverged');
    const alert = app.page.getByRole('region', { name: 'Results' }).getByRole('alert');
    await expect
      .poll(() => alert.innerText())
      .toMatch(/no longer a finite number[\s\S]*smaller learning rate/);
    await bench.field('Optimizer').selectOption('adam');
  });

  it('refuses what does not fit, at its place, and says how to mend it', async () => {
    await bench.field('Loss').selectOption('meanSquaredError');
    await bench.field('Data set').selectOption('blobs');
    await bench.field('Loss').selectOption('softmaxCrossEntropy');
    await bench.training.getByText('expects one output per class (3)').first().waitFor();
    await expect.poll(() => bench.button('Train').isDisabled()).toBe(true);
    await bench.field('Data set').selectOption('spirals');
    await expect.poll(() => bench.button('Train').isDisabled()).toBe(false);
  });

  it('keeps a number that cannot be out of the experiment and says so beside it', async () => {
    await bench.set('Batch size', 'many');
    await bench.training.getByText('Enter a number').waitFor();
    await bench.set('Batch size', '16');
    await expect.poll(() => bench.training.getByText('Enter a number').count()).toBe(0);
  });

  it('gives each shortcut to one command, and shows it in the command palette', async () => {
    await app.page.keyboard.press('Control+k');
    await app.page.getByRole('combobox', { name: /Find an action/ }).fill('ctrl');
    const options = app.page.getByRole('option');
    await options.filter({ hasText: 'Export the trained network' }).waitFor();
    const shortcuts = await options.locator('kbd').allInnerTexts();
    expect(shortcuts).toContain('Ctrl+E');
    expect(shortcuts).toContain('Ctrl+Shift+E');
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
    await app.page.keyboard.press('Escape');
    await app.page.locator('.n-modal-mask').waitFor({ state: 'detached' });
  });

  it('shows no error in the page', () => {
    expect(app.pageErrors.filter((error) => !error.includes('404'))).toEqual([]);
  });
});
