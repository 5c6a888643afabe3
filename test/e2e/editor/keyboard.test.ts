import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { runCommand } from '../support/editing';
import { openInBrowser, type BrowserApp } from '../support/harness';
import { connections, layerBox, layerIds, startEmpty } from '../support/workbench';

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

/** Adds a layer by name through the command palette. */
async function addByKeyboard(title: string): Promise<void> {
  const { page } = app;
  const before = (await layerIds(page)).length;
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /Find an action/ }).waitFor();
  await page.keyboard.type(`add ${title}`);
  await page
    .getByRole('option', { name: `Add ${title}`, exact: false })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (count) => document.querySelectorAll('.vue-flow__node-layer').length === count,
    before + 1,
  );
  await page.getByRole('combobox', { name: /Find an action/ }).waitFor({ state: 'detached' });
  await waitForFocus();
}

/** Waits until the layer that was just made has the focus, as a person sees it. */
async function waitForFocus(): Promise<void> {
  await app.page.waitForFunction(() => document.activeElement?.matches('.vue-flow__node.selected') === true);
}

/** An input with three layers behind it, made by the keyboard alone; the input has the focus. */
async function focusInputOfThree(): Promise<void> {
  const { page } = app;
  await page.locator('.palette [data-kind="input"]').focus();
  await page.keyboard.press('Enter');
  for (const title of ['Dense', 'ReLU', 'Add']) await addByKeyboard(title);
  await layerBox(page, 'input').focus();
}

/** From here on the page draws nothing; gives what lets it draw again, two frames for what waits for one. */
async function holdBackDrawing(page: Page): Promise<() => Promise<void>> {
  const drawing = await page.evaluateHandle(() => {
    const draw = window.requestAnimationFrame.bind(window);
    const waiting: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (callback) => waiting.push(callback);
    return async () => {
      window.requestAnimationFrame = draw;
      for (const callback of waiting) draw(callback);
      await new Promise((done) => draw(() => draw(done)));
    };
  });
  return () => drawing.evaluate((drawAgain) => drawAgain());
}

/** Connects two layers by the keyboard alone. */
async function connectByKeyboard(from: string, to: string): Promise<void> {
  const { page } = app;
  await layerBox(page, from).focus();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: `Connect ${from} to…` });
  await dialog.getByRole('button', { name: new RegExp(`\\b${to}$`) }).focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.locator(`.vue-flow__node.selected[data-id="${to}"]:focus`).waitFor();
}

describe('building a network with the keyboard alone', () => {
  it('makes a residual block: a dense layer, its activation, and a connection around both', async () => {
    const { page } = app;
    await page.locator('.palette [data-kind="input"]').focus();
    await page.keyboard.press('Enter');
    for (const title of ['Dense', 'ReLU', 'Add']) await addByKeyboard(title);
    await connectByKeyboard('input', 'add');
    await expect
      .poll(() => connections(page))
      .toEqual(['dense→relu', 'input→add', 'input→dense', 'relu→add']);
    // The sum needs equal shapes: two inputs against sixteen units.
    await layerBox(page, 'dense').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('2');
    await page.keyboard.press('Tab');
    await layerBox(page, 'add').and(page.locator('[aria-label*="output 2"]')).waitFor();
  });

  it('moves, duplicates, deletes, undoes and redoes, and names the step that undo takes back', async () => {
    const { page } = app;
    await page.locator('.palette [data-kind="input"]').focus();
    await page.keyboard.press('Enter');
    await addByKeyboard('Dense');
    const before = await layerBox(page, 'dense').boundingBox();
    await layerBox(page, 'dense').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Undo: Move layer' }).waitFor();
    const after = await layerBox(page, 'dense').boundingBox();
    expect((after?.x ?? 0) - (before?.x ?? 0)).toBeGreaterThan(2);
    await page.keyboard.press('Control+d');
    await layerBox(page, 'dense2').waitFor();
    await waitForFocus();
    await page.keyboard.press('Delete');
    await layerBox(page, 'dense2').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await layerBox(page, 'dense2').waitFor();
    await page.keyboard.press('Control+y');
    await layerBox(page, 'dense2').waitFor({ state: 'detached' });
  });
});

describe('a key pressed right after the one before', () => {
  it('is heard by the dialog that opens, and by what has the focus when it closes', async () => {
    const { page } = app;
    await page.locator('.palette [data-kind="input"]').focus();
    await page.keyboard.press('Enter');
    await addByKeyboard('Dense');
    const dense = layerBox(page, 'dense');
    // Nothing is waited for here: opening and closing take no time for the keyboard.
    await page.keyboard.press('Control+g');
    await page.keyboard.type('stem');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Delete');
    await dense.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('button', { name: 'Undo: Delete Dense' }).count()).toBe(1);
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Fold stem' }).waitFor();
  });

  it('goes through the whole of connecting: c, then Enter for the first layer that is possible', async () => {
    const { page } = app;
    await focusInputOfThree();
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await expect.poll(() => connections(page)).toContain('input→relu');
  });

  it('reaches the dialog also where a layer that was asked for is drawn only then', async () => {
    const { page } = app;
    await focusInputOfThree();
    const drawHeldBack = await holdBackDrawing(page);
    await runCommand(page, 'input');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-id') === 'input');
    await page.keyboard.press('c');
    const target = page
      .getByRole('dialog', { name: 'Connect input to…' })
      .getByRole('button', { name: /\brelu$/ });
    await target.focus();
    await drawHeldBack();
    await page.keyboard.press('Enter');
    await expect.poll(() => connections(page)).toContain('input→relu');
  });

  it('keeps the focus where a person took it while a dialog was closing', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Templates', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Name of the experiment' }).focus();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Name of the experiment' }).inputValue())
      .toMatch(/!$/);
  });
});

describe('a layer made before the one made before it was drawn', () => {
  it('has the focus, which the other one never gets: keys act on what was made last', async () => {
    const { page } = app;
    await page.locator('.palette [data-kind="input"]').click();
    await layerBox(page, 'input').waitFor();
    await waitForFocus();
    const focused = await page.evaluateHandle(() => {
      const layers: (string | null)[] = [];
      document.addEventListener('focusin', ({ target }) => {
        const layer = target instanceof Element ? target.getAttribute('data-id') : null;
        if (layer !== null) layers.push(layer);
      });
      return layers;
    });
    const drawHeldBack = await holdBackDrawing(page);
    for (const kind of ['relu', 'tanh'])
      await page.locator(`.palette [data-kind="${kind}"]`).dispatchEvent('click');
    await drawHeldBack();
    await page.locator('[data-id="tanh"]:focus').waitFor();
    expect(await focused.jsonValue()).toEqual(['tanh']);
  });
});
