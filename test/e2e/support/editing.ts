import type { Page } from 'playwright-core';
import type { Step } from './residual';
import { connection, inspector, layerBox } from './workbench';

/** How a person sets a layer's fields: by the mouse alone, or by the keyboard alone. */

/** Presses Tab until the element with this label has the focus. */
export async function tabTo(page: Page, label: string, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate((wanted) => {
      const focused = document.activeElement;
      const own = focused?.getAttribute('aria-label') ?? focused?.textContent?.trim();
      return own === wanted || focused?.querySelector(`[aria-label="${wanted}"]`) instanceof Element;
    }, label);
    if (reached) return;
  }
  throw new Error(`Tab does not reach "${label}"`);
}

/** Finds an action, layer or run by its name and does it. */
export async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Find an action/ }).waitFor();
  await page.keyboard.type(name);
  const results = page.getByRole('listbox', { name: 'Results' });
  await results.getByRole('option', { selected: true }).filter({ hasText: name }).waitFor();
  await page.keyboard.press('Enter');
}

/** Puts the focus on a layer of the canvas. */
export async function focusLayer(page: Page, id: string): Promise<void> {
  await runCommand(page, id);
  await page.waitForFunction((wanted) => document.activeElement?.getAttribute('data-id') === wanted, id);
}

/** Connects two layers with the keyboard alone. */
export async function connectByKeyboard(page: Page, from: string, to: string): Promise<void> {
  await focusLayer(page, from);
  await page.keyboard.press('c');
  const target = page.locator('.targets button').filter({ has: page.getByText(to, { exact: true }) });
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await connection(page, from, to).waitFor({ state: 'attached' });
}

/** Steps a number to a value with the buttons at its right. */
async function stepByMouse(page: Page, label: string, value: number): Promise<void> {
  const input = inspector(page).getByLabel(label, { exact: true });
  const field = inspector(page)
    .locator('.number-input')
    .filter({ has: page.getByLabel(label, { exact: true }) });
  const now = Number(await input.inputValue());
  const button = field.locator('button').nth(value > now ? 1 : 0);
  for (let clicks = Math.abs(value - now); clicks > 0; clicks -= 1) await button.click();
}

/** Sets a layer's parameters with the mouse alone. */
export async function setByMouse(page: Page, { id, set = {} }: Step): Promise<void> {
  await layerBox(page, id).click();
  await inspector(page).getByText(id, { exact: true }).waitFor();
  if (set.units !== undefined) await stepByMouse(page, 'Units', set.units);
  if (set.filters !== undefined) await stepByMouse(page, 'Filters', set.filters);
  if (set.kernelSize !== undefined) await stepByMouse(page, 'Kernel size, vertical', set.kernelSize);
  if (set.strides !== undefined) await stepByMouse(page, 'Strides, vertical', set.strides);
  if (set.useBias === false) await inspector(page).getByRole('switch', { name: 'Bias' }).click();
  if (set.initializer !== undefined) {
    // The list that opens is the platform's own, out of a test's reach.
    await inspector(page).getByLabel('Initializer', { exact: true }).selectOption(set.initializer);
  }
}

async function typeNumber(page: Page, label: string, value: number): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(String(value));
  const input = inspector(page).getByLabel(label, { exact: true });
  await page.waitForFunction(([element, wanted]) => (element as HTMLInputElement).value === wanted, [
    await input.elementHandle(),
    String(value),
  ] as const);
}

/** Chooses from a list by the arrow keys: letters that come slowly begin another word to the platform. */
async function pickByKeyboard(page: Page, label: string, choice: string): Promise<void> {
  await tabTo(page, label);
  const value = () => inspector(page).getByLabel(label, { exact: true }).inputValue();
  await page.keyboard.press('Home');
  for (let presses = 0; presses < 40 && (await value()) !== choice; presses += 1)
    await page.keyboard.press('ArrowDown');
}

/** Sets a layer's parameters with the keyboard alone, in the order in which Tab reaches them. */
export async function setByKeyboard(page: Page, { id, set = {} }: Step): Promise<void> {
  await focusLayer(page, id);
  // From the canvas Enter leads to the first field; Tab would go on to the next layer.
  await page.keyboard.press('Enter');
  await inspector(page).locator(':focus').waitFor();
  await page.keyboard.press('Shift+Tab');
  if (set.units !== undefined) await typeNumber(page, 'Units', set.units);
  if (set.filters !== undefined) await typeNumber(page, 'Filters', set.filters);
  if (set.kernelSize !== undefined) await typeNumber(page, 'Kernel size, vertical', set.kernelSize);
  if (set.strides !== undefined) await typeNumber(page, 'Strides, vertical', set.strides);
  if (set.useBias === false) {
    await tabTo(page, 'Bias');
    await page.keyboard.press('Space');
  }
  if (set.initializer !== undefined) await pickByKeyboard(page, 'Initializer', set.initializer);
}
