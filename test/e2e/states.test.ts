import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fillWithRuns } from './support/fixtures';
import {
  openInBrowser,
  screenshot,
  temporaryHome,
  type BrowserApp,
  type BrowserOptions,
} from './support/harness';
import { photographFailures } from './support/pictures';
import { layerBox, setLayerNumber, showPage, training } from './support/workbench';

const longName = 'a run whose name is as long as names of experiments with every setting in them get '.repeat(
  2,
);

/** Whether something sticks out at the right of the window. */
function isWiderThanTheWindow(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}

describe('the app with little, much and awkward in it', () => {
  const workspaces: (() => void)[] = [];
  let app: BrowserApp;
  afterEach(async () => {
    await app.close();
    for (const remove of workspaces.splice(0)) remove();
  });
  // Behind the other: what is to be done last is done first.
  photographFailures(() => app.page);

  async function openWith(
    runs: number,
    options: BrowserOptions = {},
    nameOf?: (index: number) => string,
  ): Promise<Page> {
    const workspace = temporaryHome();
    workspaces.push(workspace.remove);
    if (runs > 0) fillWithRuns(workspace.home, runs, nameOf);
    app = await openInBrowser({ home: workspace.home, ...options });
    return app.page;
  }

  it('teaches the next step where there is no run yet', async () => {
    const page = await openWith(0);
    await showPage(page, 'Runs');
    await page.getByText('Your runs gather here').waitFor();
    await screenshot(page, 'runs-none');
    await showPage(page, 'Compare');
    await page.getByText('Put runs side by side').waitFor();
    await page.getByRole('button', { name: 'Choose runs' }).click();
    await page.getByRole('button', { name: 'To the workbench' }).click();
    await layerBox(page, 'input').waitFor();
  });

  it('searches, sorts and goes to the end of a thousand runs', async () => {
    const page = await openWith(1000);
    await showPage(page, 'Runs');
    await page.locator('tbody tr').first().waitFor();
    await expect.poll(() => page.getByRole('status').filter({ hasText: '1,000' }).count()).toBeGreaterThan(0);
    await screenshot(page, 'runs-thousands');
    await page.getByRole('searchbox', { name: 'Search runs' }).fill('run 999');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await expect
      .poll(() => page.locator('tbody tr').getAttribute('aria-label'))
      .toBe('Run run 999, completed');
    await page.getByRole('searchbox', { name: 'Search runs' }).fill('');
    await page.locator('table[aria-rowcount="1001"]').waitFor();
    const byStart = await page.locator('tbody tr[aria-rowindex="2"]').getAttribute('aria-label');
    await page.getByRole('button', { name: /^Val. loss/ }).click();
    await expect.poll(() => page.locator('th[aria-sort]').innerText()).toMatch(/Val. loss/);
    const first = page.locator('tbody tr[aria-rowindex="2"]');
    await expect.poll(() => first.getAttribute('aria-label')).not.toBe(byStart);
    await first.focus();
    await page.keyboard.press('Control+End');
    await page.locator('tbody tr[aria-rowindex="1001"]:focus').waitFor();
  });

  it('cuts names that are too long, and shows them whole when pointed at', async () => {
    const page = await openWith(4, {}, (index) => `${longName}${index}`.slice(0, 190));
    await showPage(page, 'Runs');
    await page.locator('tbody tr').first().waitFor();
    await screenshot(page, 'runs-long-names');
    await expect.poll(() => isWiderThanTheWindow(page)).toBe(false);
    for (const box of await page.getByRole('checkbox', { name: /^Select a run/ }).all()) await box.check();
    await page.getByRole('button', { name: 'Compare', exact: true }).last().click();
    await page.getByRole('img', { name: 'Loss of the compared runs by step' }).waitFor();
    await screenshot(page, 'compare-long-names');
    await expect.poll(() => isWiderThanTheWindow(page)).toBe(false);
  });

  it('keeps everything within reach in a window of 900 pixels', async () => {
    const page = await openWith(4, { width: 900, height: 640 });
    await layerBox(page, 'input').waitFor();
    await screenshot(page, 'narrow-workbench');
    await expect.poll(() => isWiderThanTheWindow(page)).toBe(false);
    await expect.poll(() => training(page).getByRole('button', { name: 'Train' }).isVisible()).toBe(true);
    for (const name of ['Runs', 'Compare', 'Settings']) {
      await showPage(page, name);
      await screenshot(page, `narrow-${name.toLowerCase()}`);
      await expect.poll(() => isWiderThanTheWindow(page)).toBe(false);
    }
  });

  it('has the whole draft after a reload', async () => {
    const page = await openWith(0);
    await setLayerNumber(page, 'hidden1', 'Units', 23);
    await expect.poll(() => layerBox(page, 'hidden1').innerText()).toContain('23 units');
    await page.reload();
    await expect.poll(() => layerBox(page, 'hidden1').innerText()).toContain('23 units');
  });
});

describe('a net of many layers', () => {
  let app: BrowserApp;
  photographFailures(() => app.page);
  beforeAll(async () => {
    app = await openInBrowser();
    const { page } = app;
    await page.getByRole('button', { name: 'Templates' }).click();
    await page.getByRole('radio', { name: /Small residual net/ }).click();
    await page.getByRole('button', { name: 'Open this template' }).click();
    await layerBox(page, 'shortcut2').waitFor({ state: 'attached' });
  });
  afterAll(() => app.close());

  it.each([
    { width: 1280, height: 720, colorScheme: 'light' },
    { width: 1280, height: 720, colorScheme: 'dark' },
    { width: 1920, height: 1080, colorScheme: 'light' },
    { width: 1920, height: 1080, colorScheme: 'dark' },
  ] as const)('fits $width × $height in $colorScheme colors', async ({ colorScheme, ...size }) => {
    const { page } = app;
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    // Laid out for this size, as where it is opened so: the draft is there again.
    await page.reload();
    await layerBox(page, 'shortcut2').click();
    await screenshot(page, `workbench-${size.width}-${colorScheme}`);
    await expect.poll(() => isWiderThanTheWindow(page)).toBe(false);
  });
});
