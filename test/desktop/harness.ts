import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { testElectron } from '../../scripts/setup/places.mjs';
import { patience } from '../patience';
import { collectErrors, root, temporaryHome } from '../e2e/support/harness';

export interface DesktopApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: string;
  readonly pageErrors: readonly string[];
  /** Ends the app, whatever runs, and its display; a home that it was not given is removed. */
  close(): Promise<void>;
}

/** The Electron that the set-up keeps for tests. */
function electronPath(): string {
  const path = testElectron();
  if (!existsSync(path)) throw new Error(`${path} is not there: run "node scripts/prepare.mjs --for test"`);
  return path;
}

/** A display of the test's own. */
async function startDisplay(): Promise<{ readonly name: string; readonly server: ChildProcess }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const name = await new Promise<string>((done, fail) => {
    server.stdio[3]?.once('data', (data: Buffer) => done(`:${data.toString().trim()}`));
    server.once('error', fail);
    server.once('close', (code) => fail(new Error(`Xvfb ended with ${String(code)}`)));
  });
  return { name, server };
}

/** Starts the desktop app in a real Electron on a display of its own, as far as the app's first painting. */
export async function openDesktop(
  options: { readonly home?: string; readonly files?: readonly string[] } = {},
): Promise<DesktopApp> {
  const temporary = options.home === undefined ? temporaryHome() : null;
  const home = options.home ?? temporary?.home ?? '';
  const display = await startDisplay();
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: [root, '--no-sandbox', '--disable-gpu', '--home', home, ...(options.files ?? [])],
    // Without a session bus Chromium would wait for one.
    env: { ...definedEnvironment(), DISPLAY: display.name, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    timeout: patience.test(),
  });
  app.context().setDefaultTimeout(patience.state());
  const page = await app.firstWindow();
  const pageErrors = collectErrors(page);
  await page.waitForSelector('#app > *');
  return {
    app,
    page,
    home,
    pageErrors,
    async close() {
      // Nobody answers the question that is asked while runs are in progress.
      await app
        .evaluate(({ app: electron }) => electron.removeAllListeners('before-quit'))
        .catch(() => undefined);
      await app.close().catch(() => undefined);
      display.server.kill();
      temporary?.remove();
    },
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
