import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './support/editing';
import { fillWithRuns } from './support/fixtures';
import { openInBrowser, temporaryHome, type BrowserApp } from './support/harness';
import { photographFailures } from './support/pictures';
import { lookInBothSchemes } from './support/schemes';
import { layerBox, showPage } from './support/workbench';

/** A place of the app and the way to it, from the workbench as it opens. */
interface Place {
  readonly name: string;
  open(page: Page): Promise<void>;
  /** Where Escape is not enough. */
  close?(page: Page): Promise<void>;
}
const places: readonly Place[] = [
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
    name: 'the workbench with an error, its message opened on the canvas',
    async open(page) {
      await layerBox(page, 'scores').click();
      await page.keyboard.press('Delete');
      await page.locator('.vue-flow__node .badge').first().click();
      await page.locator('.n-popover .error-note').first().waitFor();
    },
  },
  {
    name: 'the workbench with two layers selected and their menu',
    async open(page) {
      await layerBox(page, 'hidden1').click();
      await layerBox(page, 'relu1').click({ modifiers: ['Control'] });
      await layerBox(page, 'relu1').click({ button: 'right' });
      await page.locator('.n-dropdown-menu').waitFor();
    },
  },
  {
    name: 'the code',
    async open(page) {
      await page.keyboard.press('Control+Shift+e');
      await page.getByRole('tab', { name: 'PyTorch' }).click();
    },
    async close(page) {
      await page.keyboard.press('Control+Shift+e');
    },
  },
  {
    name: 'the import of a model',
    async open(page) {
      await runCommand(page, 'Import a stored model');
      await page.getByRole('dialog', { name: 'Import a stored model' }).waitFor();
    },
  },
  {
    name: 'the import of a model that cannot be read',
    async open(page) {
      await runCommand(page, 'Import a stored model');
      const file = { name: 'model.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
      await page.getByLabel('Model and weight files').setInputFiles(file);
      await page.getByRole('dialog').locator('.error-note').waitFor();
    },
  },
  {
    name: 'connecting by the keyboard',
    async open(page) {
      await layerBox(page, 'hidden1').focus();
      await page.keyboard.press('c');
      await page.getByRole('dialog', { name: /^Connect hidden1 to/ }).waitFor();
    },
  },
  {
    name: 'naming a block',
    async open(page) {
      await layerBox(page, 'hidden1').click();
      await page.keyboard.press('Control+g');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'choosing a file of data',
    async open(page) {
      await page.getByLabel('Data set', { exact: true }).selectOption('csv');
      await page.getByRole('button', { name: 'Choose…' }).first().click();
      await page.getByRole('dialog').getByRole('list', { name: 'Files' }).waitFor();
    },
  },
  {
    name: 'choosing a folder of data',
    async open(page) {
      await page.getByLabel('Data set', { exact: true }).selectOption('cifar10');
      await page.getByRole('button', { name: 'Choose…' }).first().click();
      await page.getByRole('button', { name: 'Choose this folder' }).waitFor();
    },
  },
  {
    name: 'opening another experiment over one that is not saved',
    async open(page) {
      await page.getByLabel('Name of the experiment').fill('changed');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'New experiment' }).click();
      await page.getByRole('button', { name: 'Leave them' }).waitFor();
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
    name: 'the export of a run',
    async open(page) {
      await showPage(page, 'Runs');
      await page.locator('tbody tr').first().click();
      await page.getByRole('button', { name: 'Export…' }).click();
      await page.getByRole('dialog', { name: /^Export run/ }).waitFor();
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
      await page.getByRole('img', { name: 'Loss of the compared runs by step' }).waitFor();
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

describe('axe-core finds nothing serious in light and in dark colors', () => {
  const workspace = temporaryHome();
  let app: BrowserApp;
  beforeAll(async () => {
    fillWithRuns(workspace.home, 4);
    app = await openInBrowser({ home: workspace.home });
  });
  afterAll(async () => {
    await app.close();
    workspace.remove();
  });
  photographFailures(() => app.page);

  afterEach(async () => {
    const { page } = app;
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    const undo = page.getByRole('button', { name: /^Undo: / });
    while ((await undo.count()) > 0) await undo.click();
  });

  it.each(places)('on $name', async ({ name, open, close }) => {
    const { page } = app;
    await showPage(page, 'Workbench');
    await page.locator('.vue-flow__node-layer').first().waitFor();
    await open(page);
    await lookInBothSchemes(page, name.replace(/\W+/g, '-'));
    await close?.(page);
  });
});
