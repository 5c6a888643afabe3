import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    const before = desktop.page.url();
    await desktop.page.evaluate(() => window.location.assign('https://example.invalid/'));
    expect(desktop.page.url()).toBe(before);
    await desktop.page.evaluate(() => window.open('https://example.invalid/', '_blank') === null);
    expect(desktop.app.windows()).toHaveLength(1);
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
    const command = desktop.page.evaluate(
      () => new Promise<string>((done) => window.layerlabDesktop?.onMenu((name) => done(name))),
    );
    await desktop.app.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File');
      file?.submenu?.items.find(({ label }) => label === 'Save')?.click();
    });
    expect(await command).toBe('save');
  });
});
