import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from '../support/axe';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import { layerBox, showPage } from '../support/workbench';

describe.each(['light', 'dark'] as const)('in %s colors', (colorScheme) => {
  let app: BrowserApp;

  beforeAll(async () => {
    app = await openInBrowser({ colorScheme });
    await layerBox(app.page, 'hidden1').waitFor();
  });
  afterAll(async () => {
    await app.close();
  });

  it('no page has a serious violation of accessibility', async () => {
    for (const name of ['Runs', 'Compare', 'Settings', 'Workbench']) {
      await showPage(app.page, name);
      expect([name, await seriousViolations(app.page)]).toEqual([name, []]);
    }
    await screenshot(app.page, `workbench-1280-${colorScheme}`);
  });

  it('nor have the inspector, the templates and the command palette', async () => {
    const { page } = app;
    for (const id of ['hidden1', 'relu1', 'input']) {
      await layerBox(page, id).click();
      expect([id, await seriousViolations(app.page)]).toEqual([id, []]);
    }
    await page.getByRole('button', { name: 'Templates', exact: true }).click();
    await page.getByRole('dialog', { name: 'Begin with a template' }).waitFor();
    expect(await seriousViolations(app.page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Find an action/ }).waitFor();
    expect(await seriousViolations(app.page)).toEqual([]);
  });
});
