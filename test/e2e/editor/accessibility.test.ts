import { afterAll, beforeAll, describe, it } from 'vitest';
import { openInBrowser, type BrowserApp } from '../support/harness';
import { lookInBothSchemes } from '../support/schemes';
import { layerBox, showPage } from '../support/workbench';

describe('in light and in dark colors', () => {
  let app: BrowserApp;

  beforeAll(async () => {
    app = await openInBrowser();
    await layerBox(app.page, 'hidden1').waitFor();
  });
  afterAll(async () => {
    await app.close();
  });

  it('no page has a serious violation of accessibility', async () => {
    for (const name of ['Runs', 'Compare', 'Settings', 'Workbench']) {
      await showPage(app.page, name);
      await lookInBothSchemes(app.page, `page-${name}`);
    }
  });

  it('nor have the inspector, the templates and the command palette', async () => {
    const { page } = app;
    for (const id of ['hidden1', 'relu1', 'input']) {
      await layerBox(page, id).click();
      await lookInBothSchemes(page, `inspector-${id}`);
    }
    await page.getByRole('button', { name: 'Templates', exact: true }).click();
    await page.getByRole('dialog', { name: 'Begin with a template' }).waitFor();
    await lookInBothSchemes(page, 'templates');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Find an action/ }).waitFor();
    await lookInBothSchemes(page, 'command-palette');
  });
});
