import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageTitles } from '../../src-renderer/stores/pages';
import { openDesktop, type DesktopApp } from './harness';

describe('the native menu', () => {
  let desktop: DesktopApp;
  beforeAll(async () => {
    desktop = await openDesktop();
    await desktop.page.getByText('TensorFlow 2').first().waitFor();
  });
  afterAll(() => desktop.close());

  /** Clicks an entry as the person does, for the window that has the focus. */
  const choose = (menu: string, entry: string) =>
    desktop.app.evaluate(
      ({ BrowserWindow, Menu }, [menuLabel, label]) => {
        const found = Menu.getApplicationMenu()?.items.find((item) => item.label === menuLabel);
        const item = found?.submenu?.items.find((candidate) => candidate.label === label);
        const window = BrowserWindow.getAllWindows()[0];
        if (item === undefined || window === undefined) throw new Error(`There is no ${String(label)}`);
        item.click({}, window, window.webContents);
      },
      [menu, entry],
    );
  const layers = () => desktop.page.locator('.vue-flow__node');
  /** The page hears of it on another way than of cutting. */
  const selectAllOf = async (text: string) => {
    await choose('&Edit', 'Select all');
    await expect.poll(() => desktop.page.evaluate(() => getSelection()?.toString())).toBe(text);
  };
  const clipboardText = () => desktop.app.evaluate(({ clipboard }) => clipboard.readText());

  it('copies and pastes layers', async () => {
    const before = await layers().count();
    await layers().nth(1).click();
    await desktop.page.locator('.vue-flow__node.selected').waitFor();
    await choose('&Edit', 'Copy');
    await expect.poll(clipboardText).toContain('"layers"');
    await choose('&Edit', 'Paste');
    await expect.poll(() => layers().count()).toBe(before + 1);
    await choose('&Edit', 'Undo');
    await expect.poll(() => layers().count()).toBe(before);
  });

  it('cuts, pastes, selects and deletes in a text field, and leaves the layers alone', async () => {
    const before = await layers().count();
    const field = desktop.page.getByLabel('Epochs').first();
    await field.fill('12');
    await selectAllOf('12');
    await choose('&Edit', 'Cut');
    await expect.poll(() => field.inputValue()).toBe('');
    await choose('&Edit', 'Paste');
    await choose('&Edit', 'Paste');
    await expect.poll(() => field.inputValue()).toBe('1212');
    await selectAllOf('1212');
    await choose('&Edit', 'Delete');
    await expect.poll(() => field.inputValue()).toBe('');
    await expect.poll(() => layers().count()).toBe(before);
  });

  it('offers every page there is, with the key that the page hears', async () => {
    const entries = await desktop.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()
        ?.items.find(({ label }) => label === '&View')
        ?.submenu?.items.map(({ label, accelerator }) => [label, accelerator]),
    );
    const titles = Object.values(pageTitles);
    expect(entries?.slice(0, titles.length + 1)).toEqual([
      ...titles.map((title, index) => [title, `CmdOrCtrl+${index + 1}`]),
      ['', null],
    ]);
    expect(entries).toContainEqual(['Zoom network to fit', 'CmdOrCtrl+0']);
    expect(entries?.filter(([, accelerator]) => accelerator === 'CmdOrCtrl+0')).toHaveLength(1);
    for (const title of titles.toReversed()) {
      await choose('&View', title);
      await desktop.page.waitForURL(`**/#${title.toLowerCase()}`);
    }
  });

  it('lets our page read the clipboard, and no more', async () => {
    const states = await desktop.page.evaluate(() =>
      Promise.all(
        ['clipboard-read', 'geolocation', 'notifications'].map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      ),
    );
    expect(states).toEqual(['granted', 'denied', 'denied']);
  });
});
