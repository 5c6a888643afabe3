import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectByKeyboard, runCommand, setByKeyboard, setByMouse, tabTo } from './support/editing';
import { openInBrowser, screenshot, type BrowserApp } from './support/harness';
import { photographFailures } from './support/pictures';
import {
  longWay,
  meaningOfBuilt,
  meaningOfTemplate,
  residualData,
  shortcut,
  shortWays,
} from './support/residual';
import { canvasPoint, connectByMouse, dragFromPalette, layerBox, startEmpty } from './support/workbench';

/** The experiment as the app saves it. */
async function saved(page: Page, save: () => Promise<void>): Promise<unknown> {
  const [download] = await Promise.all([page.waitForEvent('download'), save()]);
  return JSON.parse(readFileSync(await download.path(), 'utf8')) as unknown;
}

describe('the small residual net, built from an empty canvas', () => {
  let app: BrowserApp;
  beforeAll(async () => {
    app = await openInBrowser({ width: 1440, height: 900 });
  });
  afterAll(() => app.close());
  photographFailures(() => app.page);

  beforeEach(async () => {
    await startEmpty(app.page);
    await app.page.getByLabel('Data set', { exact: true }).selectOption(residualData);
  });

  it('is the template’s, by the mouse alone', async () => {
    const { page } = app;
    for (const { kind, id } of longWay) {
      await page.locator(`.palette [data-kind="${kind}"]`).click();
      await layerBox(page, id).waitFor({ state: 'attached' });
    }
    const fit = page.getByRole('button', { name: 'Zoom to fit' });
    await fit.click();
    expect(await dragFromPalette(page, shortcut.kind, await canvasPoint(page, 0.85, 0.5))).toBe(shortcut.id);
    for (const [from, to] of shortWays) await connectByMouse(page, from, to);
    for (const step of [...longWay, shortcut]) if (step.set) await setByMouse(page, step);
    await page.getByRole('button', { name: 'Lay out automatically' }).click();
    await screenshot(page, 'residual-by-mouse');
    const experiment = await saved(page, () => page.getByRole('button', { name: /^Save/ }).click());
    expect(meaningOfBuilt(experiment)).toEqual(meaningOfTemplate());
  });

  it('is the template’s, by the keyboard alone', async () => {
    const { page } = app;
    await tabTo(page, 'Find a layer');
    await page.keyboard.type('input');
    await page.keyboard.press('Enter');
    await layerBox(page, 'input').waitFor({ state: 'attached' });
    for (const { title, id } of longWay.slice(1)) {
      await runCommand(page, `Add ${title}`);
      await layerBox(page, id).waitFor({ state: 'attached' });
    }
    // Behind the end first; then it is given the layers that it belongs between.
    await runCommand(page, `Add ${shortcut.title}`);
    await layerBox(page, shortcut.id).waitFor({ state: 'attached' });
    for (const [from, to] of shortWays) await connectByKeyboard(page, from, to);
    for (const step of [...longWay, shortcut]) if (step.set) await setByKeyboard(page, step);
    await runCommand(page, 'Lay out automatically');
    await screenshot(page, 'residual-by-keyboard');
    const experiment = await saved(page, () => page.keyboard.press('Control+s'));
    expect(meaningOfBuilt(experiment)).toEqual(meaningOfTemplate());
  });
});
