import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openInBrowser, screenshot, type BrowserApp } from '../support/harness';
import {
  canvasPoint,
  connectByMouse,
  connections,
  dragFromPalette,
  dragMouse,
  inspector,
  layerBox,
  layerIds,
  startEmpty,
} from '../support/workbench';

let app: BrowserApp;

beforeAll(async () => {
  app = await openInBrowser({ width: 1600, height: 900 });
});
afterAll(async () => {
  await app.close();
});
beforeEach(async () => {
  await startEmpty(app.page);
  await app.page.locator('.n-modal-mask').waitFor({ state: 'detached' });
});

describe('building a network with the mouse', () => {
  it('drags layers onto the canvas, connects them, and inserts one by dropping it on a connection', async () => {
    const { page } = app;
    await dragFromPalette(page, 'input', await canvasPoint(page, 0.5, 0.15));
    await dragFromPalette(page, 'dense', await canvasPoint(page, 0.5, 0.6));
    await connectByMouse(page, 'input', 'dense');
    const from = await layerBox(page, 'input').boundingBox();
    const to = await layerBox(page, 'dense').boundingBox();
    if (from === null || to === null) throw new Error('the layers are not to be seen');
    const middle = { x: from.x + from.width / 2, y: (from.y + from.height + to.y) / 2 };
    await dragFromPalette(page, 'tanh', middle);
    await expect.poll(() => connections(page)).toEqual(['input→tanh', 'tanh→dense']);
  });

  it('refuses a connection that would make a circle, and says why at the layer', async () => {
    const { page } = app;
    await dragFromPalette(page, 'input', await canvasPoint(page, 0.5, 0.1));
    await dragFromPalette(page, 'dense', await canvasPoint(page, 0.5, 0.35));
    await dragFromPalette(page, 'relu', await canvasPoint(page, 0.5, 0.6));
    await connectByMouse(page, 'input', 'dense');
    await connectByMouse(page, 'dense', 'relu');
    const start = await layerBox(page, 'relu').locator('.vue-flow__handle.source').boundingBox();
    const end = await layerBox(page, 'dense').locator('.vue-flow__handle.target').boundingBox();
    if (start === null || end === null) throw new Error('the handles are not to be seen');
    await page.mouse.move(start.x + 4, start.y + 4);
    await page.mouse.down();
    await page.mouse.move(end.x + 4, end.y + 4, { steps: 8 });
    await page.getByText('dense comes before relu: this would make a circle.').waitFor();
    await page.mouse.up();
    await expect.poll(() => connections(page)).toEqual(['dense→relu', 'input→dense']);
  });

  it('shows an impossible shape on its layer and mends it with one click', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Templates', exact: true }).click();
    await page.getByRole('radio', { name: /LeNet/ }).click();
    await page.getByRole('button', { name: 'Open this template' }).click();
    const flatten = page.locator('.vue-flow__node-layer[aria-label^="Flatten"]');
    await flatten.click();
    const errors = page.getByRole('button', { name: /\d errors?$/ });
    await page.keyboard.press('Delete');
    await errors.waitFor();
    await errors.click();
    const message = inspector(page).getByText(/Dense expects one axis/);
    await message.waitFor();
    await screenshot(page, 'editor-error');
    await inspector(page)
      .getByRole('button', { name: /Flatten/ })
      .first()
      .click();
    await errors.waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('.vue-flow__node-layer[aria-label^="Flatten"]').count()).toBe(1);
  });
});

describe('a click on one of several selected layers', () => {
  it('selects that one alone, while a drag moves all of them', async () => {
    const { page } = app;
    for (const kind of ['input', 'dense', 'relu'])
      await page.locator(`.palette [data-kind="${kind}"]`).click();
    const selected = page.locator('.vue-flow__node.selected');
    await layerBox(page, 'dense').click();
    await layerBox(page, 'relu').click({ modifiers: ['Control'] });
    await expect.poll(() => selected.count()).toBe(2);
    const from = await layerBox(page, 'dense').boundingBox();
    if (from === null) throw new Error('the layer is not to be seen');
    const middle = { x: from.x + from.width / 2, y: from.y + from.height / 2 };
    await dragMouse(page, middle, { x: middle.x + 60, y: middle.y });
    await page.getByRole('button', { name: 'Undo: Move 2 layers' }).waitFor();
    await expect.poll(() => selected.count()).toBe(2);
    await layerBox(page, 'dense').click();
    await expect.poll(() => selected.count()).toBe(1);
    await expect.poll(() => selected.getAttribute('data-id')).toBe('dense');
  });
});

describe('cut and paste from the command palette', () => {
  async function choose(command: string): Promise<void> {
    const { page } = app;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Find an action/ }).fill(command);
    await page.getByRole('option', { name: command, exact: true }).click();
    await page.locator('.n-modal-mask').waitFor({ state: 'detached' });
  }

  it('says so where nothing was copied, and works where the page may not read the clipboard', async () => {
    const { page } = app;
    await page.context().clearPermissions();
    await choose('Paste');
    await page.getByText('There are no copied layers to paste').waitFor();
    await page.locator('.palette [data-kind="maxout"]').click();
    await layerBox(page, 'maxout').click();
    await choose('Cut');
    await layerBox(page, 'maxout').waitFor({ state: 'detached' });
    await choose('Paste');
    await layerBox(page, 'maxout').waitFor();
  });
});

describe('the draft', () => {
  it('is still there after a reload, with its name', async () => {
    const { page } = app;
    await dragFromPalette(page, 'input', await canvasPoint(page, 0.5, 0.2));
    await dragFromPalette(page, 'maxout', await canvasPoint(page, 0.5, 0.5));
    await page.getByRole('textbox', { name: 'Name of the experiment' }).fill('half a net');
    await page.keyboard.press('Enter');
    await page.reload();
    await layerBox(page, 'maxout').waitFor();
    await expect.poll(() => layerIds(page)).toEqual(['input', 'maxout']);
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Name of the experiment' }).inputValue())
      .toBe('half a net');
  });
});

describe('blocks', () => {
  it('group a selection under a name, fold to one box and unfold again', async () => {
    const { page } = app;
    await page.locator('.palette [data-kind="input"]').click();
    for (const kind of ['dense', 'relu']) await page.locator(`.palette [data-kind="${kind}"]`).click();
    await layerBox(page, 'dense').click();
    await layerBox(page, 'relu').click({ modifiers: ['Control'] });
    await page.keyboard.press('Control+g');
    await page.getByRole('textbox', { name: 'Name of the block' }).fill('hidden layer');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Fold hidden layer' }).click();
    await layerBox(page, 'dense').waitFor({ state: 'detached' });
    await expect.poll(() => connections(page)).toEqual(['input→block:block1']);
    await page.getByRole('button', { name: 'Unfold hidden layer' }).click();
    await layerBox(page, 'dense').waitFor();
    await page.getByTitle('Double-click to rename').dblclick();
    const name = page.getByRole('textbox', { name: 'Name of the block' });
    await expect.poll(() => name.inputValue()).toBe('hidden layer');
    await name.fill('first stage');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Fold first stage' }).waitFor();
  });
});
