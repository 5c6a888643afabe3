import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './axe';
import { fillWithRuns } from './fixtures';
import { openInBrowser, screenshot, temporaryHome, type BrowserApp } from './harness';
import { photographFailures } from './pictures';
import { layerBox, showPage } from './workbench';

/** Places of the app and the way to each. */
const places: readonly { readonly name: string; open(page: Page): Promise<void> }[] = [
  {
    name: 'the workbench',
    async open(page) {
      await page.locator('.vue-flow__node-layer').first().waitFor();
    },
  },
  {
    name: 'the workbench with a layer selected',
    async open(page) {
      await layerBox(page, 'hidden1').click();
      await page.locator('#layer-inspector').waitFor();
    },
  },
  {
    name: 'the command palette',
    async open(page) {
      await page.keyboard.press('Control+k');
      await page.locator('#command-list [aria-selected="true"]').waitFor();
    },
  },
  {
    name: 'the templates',
    async open(page) {
      await page.getByRole('button', { name: 'Templates' }).click();
      await page.getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'the data set, explored',
    async open(page) {
      await page.getByRole('button', { name: 'Explore' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'the runs',
    async open(page) {
      await showPage(page, 'Runs');
      await page.locator('tbody tr').first().waitFor();
    },
  },
  {
    name: 'a run’s details',
    async open(page) {
      await showPage(page, 'Runs');
      await page.locator('tbody tr').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'the comparison',
    async open(page) {
      await showPage(page, 'Runs');
      await page.locator('tbody tr').first().waitFor();
      for (const box of (await page.getByRole('checkbox', { name: /^Select (?!all)/ }).all()).slice(0, 2)) {
        await box.check();
      }
      await page.getByRole('button', { name: 'Compare', exact: true }).last().click();
      await page.getByLabel('Loss of the compared runs by step').waitFor();
    },
  },
  {
    name: 'the settings',
    async open(page) {
      await showPage(page, 'Settings');
      await page.getByRole('heading', { name: 'Settings' }).waitFor();
    },
  },
];

describe.each(['light', 'dark'] as const)('axe-core finds nothing serious in %s colours', (colorScheme) => {
  const workspace = temporaryHome();
  let app: BrowserApp;
  beforeAll(async () => {
    fillWithRuns(workspace.home, 4);
    app = await openInBrowser({ home: workspace.home, colorScheme });
  });
  afterAll(async () => {
    await app.close();
    workspace.remove();
  });
  photographFailures(() => app.page);

  it.each(places)('on $name', async ({ name, open }) => {
    const { page } = app;
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await showPage(page, 'Workbench');
    await page.locator('.vue-flow__node-layer').first().waitFor();
    await open(page);
    // Colours fade in; contrast is that of what stays.
    await page.waitForTimeout(350);
    await screenshot(page, `${colorScheme}-${name.replace(/\W+/g, '-')}`);
    expect(await seriousViolations(page)).toEqual([]);
  });
});
