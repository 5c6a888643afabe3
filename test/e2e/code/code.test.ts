import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInBrowser, type BrowserApp } from '../support/harness';
import { lookInBothSchemes } from '../support/schemes';
import { layerIds } from '../support/workbench';

const fixtures = join(import.meta.dirname, '../../fixtures/keras_models');

/** A stored model as `model.json`, as the picker or a drop hands it over. */
function modelFile(name: string) {
  const { model } = JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as { model: unknown };
  return { name: 'model.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(model)) };
}

const codeText = (page: Page) => page.getByRole('tabpanel').innerText();

describe('code and importing', () => {
  let app: BrowserApp;
  let page: Page;
  beforeAll(async () => {
    app = await openInBrowser();
    ({ page } = app);
  });
  afterAll(() => app.close());

  it('shows the code of every framework by keyboard', async () => {
    await page.keyboard.press('Control+Shift+E');
    await expect.poll(() => codeText(page)).toContain('keras.Input');
    await page.getByRole('tab', { name: 'Keras' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => codeText(page)).toContain('class Network(nn.Module)');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => codeText(page)).toContain('tf.layers.dense');
    await page.keyboard.press('ArrowRight');
    await lookInBothSchemes(page, 'code');
  });

  it('follows an edit and its undoing', async () => {
    const rate = page.getByRole('region', { name: 'Training', exact: true }).getByLabel(/Batch size/);
    await rate.fill('57');
    await rate.press('Enter');
    await expect.poll(() => codeText(page)).toContain('batch_size=57');
    await page.getByRole('button', { name: /^Undo/ }).first().click();
    await expect.poll(() => codeText(page)).not.toContain('batch_size=57');
  });

  it('saves the file', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByLabel('Code', { exact: true }).getByRole('button', { name: 'Save' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('model_keras.py');
  });

  it('says which layers of a model are not known', async () => {
    await page.keyboard.press('Control+Shift+E');
    await page.keyboard.press('Control+K');
    await page.keyboard.type('import a keras');
    await page.keyboard.press('Enter');
    await page.getByLabel('Model and weight files').setInputFiles(modelFile('keras3_unknown'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText('3 of 6 layers are not known here').waitFor();
    await expect.poll(() => dialog.getByRole('table').innerText()).toContain('MultiHeadAttention');
    await lookInBothSchemes(page, 'import-unknown');
  });

  it('opens a model in the editor, as one step of undo', async () => {
    const before = await layerIds(page);
    await page.getByLabel('Model and weight files').setInputFiles(modelFile('keras3_functional'));
    await page.getByRole('button', { name: 'Open in the editor' }).click();
    await expect.poll(() => layerIds(page)).toContain('both');
    await lookInBothSchemes(page, 'imported');
    await page.getByRole('button', { name: 'Undo: Import skip' }).click();
    await expect.poll(() => layerIds(page)).toEqual(before);
  });

  it('freezes a layer by its switch, which the canvas shows with a lock', async () => {
    await page.locator('.vue-flow__node', { hasText: 'Dense' }).first().click();
    await page.getByRole('switch', { name: 'Frozen' }).click();
    await page.getByRole('switch', { name: 'Frozen', checked: true }).waitFor();
    await page.getByRole('img', { name: 'frozen' }).first().waitFor();
    await lookInBothSchemes(page, 'frozen');
    await page.getByRole('button', { name: 'Undo: Freeze' }).click();
    await expect.poll(() => page.getByRole('img', { name: 'frozen' }).count()).toBe(0);
  });

  it('offers what the first weights can be', async () => {
    const first = page.getByLabel('First weights');
    await expect.poll(() => first.inputValue()).toBe('');
    expect(app.pageErrors).toEqual([]);
  });
});
