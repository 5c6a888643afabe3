import type { Locator, Page } from 'playwright-core';
import { patience } from '../../patience';

/**
 * What a person does at the interface, by mouse and keyboard, named as they would say it. Everything goes through
 * what they can see: roles, labels, and the canvas' boxes, which carry their layers' ids.
 */

export const layerBox = (page: Page, id: string): Locator => page.locator(`.vue-flow__node[data-id="${id}"]`);
export const connection = (page: Page, from: string, to: string): Locator =>
  page.locator(`.vue-flow__edge[data-id="${from}→${to}"]`);
export const training = (page: Page): Locator => page.getByRole('region', { name: 'Training', exact: true });
export const inspector = (page: Page): Locator => page.getByLabel('Inspector', { exact: true });

/** Opens an experiment as a person does who has its file in the browser: what is no text is written as JSON. */
export async function openFile(
  page: Page,
  experiment: unknown,
  name = 'opened.layerlab.json',
): Promise<void> {
  await page.getByRole('button', { name: /^Open…/ }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Pick with the browser…' }).click();
  const buffer = Buffer.from(typeof experiment === 'string' ? experiment : JSON.stringify(experiment));
  await (await chooser).setFiles({ name, mimeType: 'application/json', buffer });
}

/** The ids of the layers on the canvas. */
export async function layerIds(page: Page): Promise<string[]> {
  const ids = await page
    .locator('.vue-flow__node-layer')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-id') ?? ''));
  return ids.sort();
}

/** The connections on the canvas, as `from→to`. */
export async function connections(page: Page): Promise<string[]> {
  const ids = await page
    .locator('.vue-flow__edge')
    .evaluateAll((edges) => edges.map((edge) => edge.getAttribute('data-id') ?? ''));
  return ids.sort();
}

async function center(locator: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${locator.toString()} is not to be seen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Presses the mouse at one place, moves it in steps to another and lets it go there. */
export async function dragMouse(
  page: Page,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 4, from.y + 4);
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** The point of the canvas at these shares of its width and height. */
export async function canvasPoint(
  page: Page,
  across: number,
  down: number,
): Promise<{ readonly x: number; readonly y: number }> {
  const box = await page.locator('.vue-flow__pane').boundingBox();
  if (box === null) throw new Error('The canvas is not to be seen');
  return { x: box.x + box.width * across, y: box.y + box.height * down };
}

/** Drags a kind of layer out of the palette; gives the id that the new layer got. */
export async function dragFromPalette(
  page: Page,
  kind: string,
  to: { readonly x: number; readonly y: number },
): Promise<string> {
  const before = await layerIds(page);
  const entry = page.locator(`.palette [data-kind="${kind}"]`);
  await entry.scrollIntoViewIfNeeded();
  await dragMouse(page, await center(entry), to);
  await page.waitForFunction(
    (count) => document.querySelectorAll('.vue-flow__node-layer').length === count,
    before.length + 1,
  );
  const added = (await layerIds(page)).find((id) => !before.includes(id));
  if (added === undefined) throw new Error(`No ${kind} was added`);
  return added;
}

/** Drags a connection from the foot of one layer to the head of another. */
export async function connectByMouse(page: Page, from: string, to: string): Promise<void> {
  await dragMouse(
    page,
    await center(layerBox(page, from).locator('.vue-flow__handle.source')),
    await center(layerBox(page, to).locator('.vue-flow__handle.target')),
  );
  await connection(page, from, to).waitFor({ state: 'attached' });
}

/** Chooses a layer on the canvas and writes a number into one of its fields. */
export async function setLayerNumber(page: Page, id: string, field: string, value: number): Promise<void> {
  await layerBox(page, id).click();
  const input = inspector(page).getByLabel(field, { exact: true });
  await input.fill(String(value));
  await input.press('Tab');
}

/** Writes a number into a field of the training pane. */
export async function setTrainingNumber(page: Page, field: string, value: number): Promise<void> {
  const input = training(page).getByLabel(field, { exact: true });
  await input.fill(String(value));
  await input.press('Tab');
}

export async function showPage(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('button', { name }).click();
}

/** A new experiment with nothing on its canvas; changes to the present one are left. */
export async function startEmpty(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New experiment' }).click();
  const leave = page.getByRole('button', { name: 'Leave them' });
  const empty = page.getByText('Drag layers here from the palette');
  await leave.or(empty).first().waitFor();
  if (await leave.isVisible()) await leave.click();
  await empty.waitFor();
}

/** Waits until the run that the workbench shows has the state. */
export async function waitForRun(page: Page, state: string): Promise<void> {
  await training(page).getByRole('status').filter({ hasText: state }).waitFor({ timeout: patience.test() });
}

/** What the results pane writes as the latest value, as it is shown. */
export async function latestValue(
  page: Page,
  split: 'training' | 'validation',
  column: 1 | 2,
): Promise<string> {
  const row = page.locator('.latest tbody tr').filter({ hasText: split });
  return (
    await row
      .locator('td')
      .nth(column - 1)
      .innerText()
  ).trim();
}

/** A digest of what a canvas shows, to tell whether it was drawn anew. */
export function pixelsOf(canvas: Locator): Promise<string> {
  return canvas.first().evaluate((element) => {
    const drawn = element instanceof HTMLCanvasElement ? element : element.querySelector('canvas');
    if (drawn === null) throw new Error('There is no canvas');
    return drawn.toDataURL();
  });
}
