import { layerCatalogue } from '@shared/network/layers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectByKeyboard, focusLayer, runCommand, tabTo } from './support/editing';
import { openInBrowser, screenshot, type BrowserApp } from './support/harness';
import { photographFailures } from './support/pictures';
import { residualData } from './support/residual';
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
} from './support/workbench';

/** Adds layers that follow each other. */
async function chain(
  page: Page,
  kinds: readonly string[],
  add: (page: Page, kind: string) => Promise<void> = addByMouse,
): Promise<void> {
  for (const kind of kinds) {
    const before = await layerIds(page);
    await add(page, kind);
    await page.locator('.vue-flow__node-layer').nth(before.length).waitFor({ state: 'attached' });
  }
}

const addByMouse = (page: Page, kind: string) => page.locator(`.palette [data-kind="${kind}"]`).click();

async function addByKeyboard(page: Page, kind: string): Promise<void> {
  if (kind === 'input') {
    await tabTo(page, 'Find a layer');
    await page.keyboard.type(kind);
    await page.keyboard.press('Enter');
    return;
  }
  const title = layerCatalogue.find((definition) => definition.kind === kind)?.title ?? kind;
  await runCommand(page, `Add ${title}`);
}

/** A layer that nothing is connected to: dragged beside the others, or a copy of one of them. */
async function addLooseByMouse(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Zoom to fit' }).click();
  return dragFromPalette(page, 'relu', await canvasPoint(page, 0.8, 0.8));
}

async function addLooseByKeyboard(page: Page): Promise<string> {
  await focusLayer(page, 'flatten');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await layerBox(page, 'flatten2').waitFor({ state: 'attached' });
  return 'flatten2';
}

/** What the inspector says is wrong with the layer that is chosen. */
async function readProblem(page: Page): Promise<string> {
  const problem = inspector(page).locator('.error-note').first();
  await problem.waitFor();
  return (await problem.innerText()).replaceAll(/\s+/g, ' ');
}

/** The two ways to make a mistake, to choose a layer, and to press the button of a fix on the layer that is chosen. */
const ways = [
  {
    by: 'mouse',
    add: addByMouse,
    addLoose: addLooseByMouse,
    connect: connectByMouse,
    choose: (page: Page, layer: string) => layerBox(page, layer).click(),
    press: (page: Page, _layer: string, title: string) =>
      inspector(page).getByRole('button', { name: title }).first().click(),
  },
  {
    by: 'keyboard',
    add: addByKeyboard,
    addLoose: addLooseByKeyboard,
    connect: connectByKeyboard,
    choose: focusLayer,
    async press(page: Page, layer: string, title: string) {
      await focusLayer(page, layer);
      await tabTo(page, title);
      await page.keyboard.press('Enter');
    },
  },
] as const;

describe.each(ways)('a mistake in the network, made and mended by the $by', (way) => {
  const { by, choose, press } = way;
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

  async function problemOf(page: Page, layer: string): Promise<string> {
    await choose(page, layer);
    return readProblem(page);
  }

  it('a shape that does not fit: a Flatten is put between', async () => {
    const { page } = app;
    await chain(page, ['input', 'conv2d', 'dense'], way.add);
    await expect
      .poll(() => problemOf(page, 'dense'))
      .toMatch(/Dense expects one axis, gets 32×32×16.*Flatten/);
    await screenshot(page, `mistake-shape-${by}`);
    await press(page, 'dense', 'Insert a Flatten');
    await expect.poll(() => connections(page)).toEqual(['conv2d→flatten', 'flatten→dense', 'input→conv2d']);
    await expect.poll(() => layerBox(page, 'dense').innerText()).toContain('262 k');
  });

  it('a layer that is not connected: it is taken away', async () => {
    const { page } = app;
    await chain(page, ['input', 'flatten', 'dense'], way.add);
    const loose = await way.addLoose(page);
    await expect.poll(() => problemOf(page, loose)).toContain(`"${loose}" is not connected`);
    await press(page, loose, 'Remove this layer');
    await expect.poll(() => layerIds(page)).toEqual(['dense', 'flatten', 'input']);
  });

  it('an output of the wrong size: it gets one output for each class', async () => {
    const { page } = app;
    await chain(page, ['input', 'flatten', 'dense'], way.add);
    await expect
      .poll(() => problemOf(page, 'dense'))
      .toMatch(/one output per class \(10\), the network gives 16/);
    await press(page, 'dense', 'Set units to 10');
    await expect.poll(() => layerBox(page, 'dense').innerText()).toContain('10 units');
    await expect.poll(() => inspector(page).locator('.error-note').count()).toBe(0);
  });

  it('a merge of unlike shapes: a 1×1 convolution makes the shorter branch alike', async () => {
    const { page } = app;
    await unlikeBranches(page, way);
    await expect
      .poll(() => problemOf(page, 'add'))
      .toMatch(/Add needs inputs of one shape, gets 32×32×16 and 32×32×3.*(1×1 convolution|Concatenate)/);
    await screenshot(page, `mistake-merge-${by}`);
    await press(page, 'add', 'Insert a 1×1 convolution after input');
    await expect
      .poll(() => connections(page))
      .toEqual(['conv2d2→add', 'conv2d3→add', 'conv2d→conv2d2', 'input→conv2d', 'input→conv2d3']);
    await layerBox(page, 'add').filter({ hasText: '32×32×16' }).waitFor();
    await screenshot(page, `mistake-merge-mended-${by}`);
  });

  it('a merge of unlike shapes: or both are kept side by side', async () => {
    const { page } = app;
    await unlikeBranches(page, way);
    await problemOf(page, 'add');
    await press(page, 'add', 'Use Concatenate instead');
    await layerBox(page, 'add').filter({ hasText: '32×32×19' }).waitFor();
    await expect.poll(() => layerBox(page, 'add').innerText()).toContain('Concatenate');
  });
});

async function unlikeBranches(page: Page, { add, connect }: (typeof ways)[number]): Promise<void> {
  await chain(page, ['input', 'conv2d', 'conv2d', 'add'], add);
  await connect(page, 'input', 'add');
}

describe('a connection that would close a circle', () => {
  let app: BrowserApp;
  beforeAll(async () => {
    app = await openInBrowser({ width: 1440, height: 900 });
    await startEmpty(app.page);
    await chain(app.page, ['input', 'dense', 'relu', 'dense']);
    await app.page.getByRole('button', { name: 'Zoom to fit' }).click();
  });
  afterAll(() => app.close());
  photographFailures(() => app.page);
  const before = ['dense→relu', 'input→dense', 'relu→dense2'];

  it('is refused by the mouse, with the reason where it would go', async () => {
    const { page } = app;
    await layerBox(page, 'dense2').locator('.vue-flow__handle.source').hover();
    await page.mouse.down();
    const to = await layerBox(page, 'dense').locator('.vue-flow__handle.target').boundingBox();
    if (to === null) throw new Error('the layer is not to be seen');
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
    await expect
      .poll(() => layerBox(page, 'dense').locator('.reason').innerText())
      .toBe('dense comes before dense2: this would make a circle.');
    await screenshot(page, 'mistake-circle');
    await page.mouse.up();
    await expect.poll(() => connections(page)).toEqual(before);
  });

  it('is refused by the keyboard, with the reason beside it', async () => {
    const { page } = app;
    await focusLayer(page, 'dense2');
    await page.keyboard.press('c');
    const target = page.locator('.targets button').filter({ hasText: 'this would make a circle' });
    await target.first().waitFor();
    await expect.poll(() => target.first().isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await expect.poll(() => connections(page)).toEqual(before);
  });

  it('and a layer is moved by dragging it, and undone by Ctrl-Z', async () => {
    const { page } = app;
    const box = await layerBox(page, 'relu').boundingBox();
    if (box === null) throw new Error('the layer is not to be seen');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await dragMouse(page, middle, { x: middle.x + 90, y: middle.y + 20 });
    await expect
      .poll(async () => (await layerBox(page, 'relu').boundingBox())?.x)
      .toBeGreaterThan(box.x + 60);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await layerBox(page, 'relu').boundingBox())?.x).toBeCloseTo(box.x, 0);
  });
});
