import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInBrowser, type BrowserApp } from '../support/harness';

const nameOf = (page: Page) => page.getByLabel('Name of the experiment');

async function nameExperiment(page: Page, name: string): Promise<void> {
  await nameOf(page).fill(name);
  await nameOf(page).press('Enter');
}

async function openAnother(from: BrowserApp): Promise<Page> {
  const page = await from.page.context().newPage();
  await page.goto(from.url);
  await nameOf(page).waitFor();
  return page;
}

describe('a document that is in no file yet', () => {
  let app: BrowserApp;
  beforeAll(async () => {
    app = await openInBrowser();
  });
  afterAll(() => app.close());

  it('is the same after a reload, whatever another window does', async () => {
    const other = await openAnother(app);
    await nameExperiment(app.page, 'first window');
    await nameExperiment(other, 'second window');
    await app.page.reload();
    await other.reload();
    await expect.poll(() => nameOf(app.page).inputValue()).toBe('first window');
    await expect.poll(() => nameOf(other).inputValue()).toBe('second window');
    await other.close({ runBeforeUnload: true });
  });

  it('does not appear in a window that opens beside it', async () => {
    const other = await openAnother(app);
    await expect.poll(() => nameOf(other).inputValue()).not.toMatch(/window$/);
    await other.close({ runBeforeUnload: true });
  });

  it('is there again when all windows were closed, from the window that was used last', async () => {
    await nameExperiment(app.page, 'used last');
    const { page } = app;
    const context = page.context();
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => context.pages().length).toBe(0);
    const again = await openAnother(app);
    await expect.poll(() => nameOf(again).inputValue()).toBe('used last');
  });
});
