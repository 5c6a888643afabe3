import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillWithRuns } from './support/fixtures';
import { openInBrowser, temporaryHome, type BrowserApp } from './support/harness';
import { runCommand } from './support/editing';

const temporary = temporaryHome();
let app: BrowserApp;
let page: Page;
beforeAll(async () => {
  const home = join(temporary.home, 'workspace');
  fillWithRuns(home, 1, () => 'colors');
  writeFileSync(join(temporary.home, 'flowers.csv'), 'height,kind\n1.5,rose\n2.5,lily\n');
  app = await openInBrowser({ home });
  page = app.page;
});
afterAll(async () => {
  await app.close();
  temporary.remove();
});

const pathField = () => page.getByLabel('File', { exact: true });
const address = () => page.getByLabel('Folder', { exact: true });
const files = () => page.getByRole('list', { name: 'Files' });

/** The dialog that chooses a table, at the folder that holds one. */
async function browseForTable(): Promise<void> {
  await page.getByRole('button', { name: 'Choose…' }).first().click();
  await address().fill(temporary.home);
  await address().press('Enter');
  await expect.poll(() => files().getByRole('button', { name: 'flowers.csv' }).count()).toBe(1);
}

/** Has the dialog ask for a path, and does something else before it is answered. */
function openAnd(path: string, meanwhile: 'close' | 'focus'): Promise<void> {
  return page.evaluate(
    ([wanted, done]) => {
      const field = document.querySelector<HTMLInputElement>('input[aria-label="Folder"]')!;
      field.focus();
      field.value = wanted;
      field.dispatchEvent(new Event('input'));
      field.form!.requestSubmit();
      const dialog = field.closest('[role="dialog"]')!;
      if (done === 'close') dialog.querySelector<HTMLElement>('[aria-label="Close"]')!.click();
      else dialog.querySelector<HTMLElement>('input[type="checkbox"]')!.focus();
    },
    [path, meanwhile] as const,
  );
}

describe('an answer that comes when a person has gone on', () => {
  it('leaves the entry of the command palette that they have gone to, though a run is found that stands before it', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Find an action/ }).waitFor();
    const results = page.getByRole('listbox', { name: 'Results' });
    const goneTo = await page.evaluate(async () => {
      const field = document.querySelector<HTMLInputElement>('[role="combobox"]')!;
      field.value = 'colors';
      field.dispatchEvent(new Event('input'));
      // Runs are asked for a while after the last letter.
      await new Promise((done) => setTimeout(done));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
      await new Promise((done) => setTimeout(done));
      return document.querySelector('[role="option"][aria-selected="true"]')!.textContent!;
    });
    await results.getByRole('option', { name: /^colors/ }).waitFor();
    expect(await results.getByRole('option').first().innerText()).toMatch(/^colors/);
    expect(await results.getByRole('option', { selected: true }).innerText()).toBe(goneTo.trim());
    await page.keyboard.press('Escape');
  });

  it('does not have what was chosen before told of the data that are being read', async () => {
    await runCommand(page, 'Go to Workbench');
    const pane = page.getByRole('region', { name: 'Data', exact: true });
    await page.getByLabel('Data set', { exact: true }).selectOption('blobs');
    await expect.poll(() => pane.locator('[aria-busy="true"]').count()).toBe(0);
    await expect.poll(() => pane.innerText()).toMatch(/examples, \d+ classes/);
    const told = await page.evaluate(async () => {
      const select = document.querySelector<HTMLSelectElement>('select[aria-label="Data set"]')!;
      select.value = 'circles';
      select.dispatchEvent(new Event('change'));
      // A new kind is asked for a while after it was chosen.
      await new Promise((done) => setTimeout(done));
      return document.querySelector<HTMLElement>('section[aria-label="Data"]')!.innerText;
    });
    expect(told).not.toMatch(/examples, \d+ classes/);
    await expect.poll(() => pane.innerText()).toMatch(/examples, 2 classes/);
  });

  it('neither moves the focus nor chooses a file once its dialog is closed', async () => {
    await runCommand(page, 'Go to Workbench');
    await page.getByLabel('Data set', { exact: true }).selectOption('csv');
    await browseForTable();
    await openAnd(temporary.home, 'focus');
    await expect.poll(() => address().inputValue()).toBe(temporary.home);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('type')))
      .toBe('checkbox');
    await openAnd(join(temporary.home, 'flowers.csv'), 'close');
    await address().waitFor({ state: 'detached' });
    await browseForTable();
    await page.keyboard.press('Escape');
    await address().waitFor({ state: 'detached' });
    expect(await pathField().inputValue()).toBe('');
    await browseForTable();
    await address().fill(join(temporary.home, 'flowers.csv'));
    await address().press('Enter');
    await expect.poll(() => pathField().inputValue()).toContain('flowers.csv');
  });
});
