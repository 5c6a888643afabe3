import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testElectronVersion } from '../../scripts/setup/places.mjs';
import { openDesktop, type DesktopApp } from './harness';

describe('the desktop app in a real Electron', () => {
  let desktop: DesktopApp;
  beforeAll(async () => {
    desktop = await openDesktop();
  });
  afterAll(() => desktop.close());

  it('shows the interface', async () => {
    expect(await desktop.page.locator('#app').innerText()).not.toBe('');
  });

  it('reaches its engine over the port that the page was given', async () => {
    await desktop.page.getByText('TensorFlow 2').first().waitFor();
    expect(desktop.pageErrors).toEqual([]);
  });

  it('gives the page its bridge, and nothing of Node or Electron', async () => {
    const kinds = await desktop.page.evaluate(() => {
      const globals = globalThis as unknown as Record<string, unknown>;
      return ['layerlabDesktop', 'require', 'process', 'module', 'electron'].map(
        (name) => typeof globals[name],
      );
    });
    expect(kinds).toEqual(['object', 'undefined', 'undefined', 'undefined', 'undefined']);
  });

  it('opens no port on the network', async () => {
    const listening = await desktop.app.evaluate(() => {
      const handles = (process as unknown as { _getActiveHandles(): object[] })._getActiveHandles();
      return handles.filter((handle) => handle.constructor.name === 'Server').length;
    });
    expect(listening).toBe(0);
  });

  it('does not leave its own page', async () => {
    const refused = desktop.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((done) =>
          BrowserWindow.getAllWindows()[0]?.webContents.once('will-navigate', (event) =>
            done(event.defaultPrevented),
          ),
        ),
    );
    const before = desktop.page.url();
    await desktop.page.evaluate(() => window.location.assign('https://example.invalid/'));
    expect(await refused).toBe(true);
    expect(desktop.page.url()).toBe(before);
    expect(await desktop.page.evaluate(() => window.open('https://example.invalid/', '_blank'))).toBeNull();
    expect(desktop.app.windows()).toHaveLength(1);
  });

  it('serves the interface’s files, and answers what is none of them', async () => {
    const statusOf = (path: string) =>
      desktop.page.evaluate(async (address) => (await fetch(address)).status, path);
    expect(await statusOf('/index.html')).toBe(200);
    for (const path of ['/%zz', '/..%2fmain%2fdesktop.mjs', '/%00', '/nowhere.js', '/assets'])
      expect(await statusOf(path), path).toBe(404);
  });

  it('is the current Electron that the tests are meant for', async () => {
    const versions = await desktop.page.evaluate(() => window.layerlabDesktop?.versions);
    expect(versions?.electron).toBe(testElectronVersion);
    expect(versions?.chromium).toMatch(/^130\./);
  });

  it('puts the document and its dirty mark into the title', async () => {
    await desktop.page.evaluate(() =>
      window.layerlabDesktop?.invoke('setDocument', { name: 'two-layer net', path: null, dirty: true }),
    );
    const title = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getTitle(),
    );
    expect(title).toBe('• two-layer net — Layerlab');
  });

  it('sends a command of the menu to the page', async () => {
    await desktop.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      window.layerlabDesktop?.onMenu((name) => heard.push(name));
    });
    await desktop.app.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File');
      file?.submenu?.items.find(({ label }) => label === 'Save')?.click();
    });
    await expect
      .poll(() => desktop.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard))
      .toEqual(['save']);
  });
});
