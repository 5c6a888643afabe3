import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { patience } from '../../patience.ts';

/** This checkout, where tests and measurements are started; `npm test` builds its app first. */
export const root = process.cwd();
/** Where pictures for the README and for looking at are put. */
export const screenshotFolder = join(root, 'test-results', 'screenshots');

/** What a Chromium needs to run as root, without a screen and without calling home. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A camera that shows a moving test picture.
  '--use-fake-device-for-media-stream',
];

export interface WebHost {
  /** With the token, as it would be opened. */
  readonly url: string;
  readonly home: string;
  readonly process: ChildProcess;
  /** Ends the host in good order; a home that it was not given is removed. */
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly home?: string;
  /** The built web host; this checkout's where absent. */
  readonly program?: string;
  /** In which the host is started; this checkout where absent. */
  readonly workingFolder?: string;
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

export interface BrowserApp extends WebHost {
  readonly page: Page;
  readonly browser: Browser;
  /** What the page wrote as an error, and what it threw. */
  readonly pageErrors: readonly string[];
}

/** A new folder for a workspace; removed by `remove`. */
export function temporaryHome(): { readonly home: string; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), 'layerlab-test-'));
  return { home, remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The path of a built program. */
export function builtProgram(name: string): string {
  const path = join(root, 'out', 'main', `${name}.mjs`);
  if (!existsSync(path)) throw new Error(`${path} is not there: run "npm run build" first`);
  return path;
}

/** Starts the web host as `npm run start:web` does, on a port of its own. */
export async function startWebHost(
  options: Pick<BrowserOptions, 'home' | 'program' | 'workingFolder'> & { readonly port?: number } = {},
): Promise<WebHost> {
  const temporary = options.home === undefined ? temporaryHome() : null;
  const home = options.home ?? temporary?.home ?? '';
  const host = spawn(
    process.execPath,
    [
      options.program ?? builtProgram('web'),
      '--home',
      home,
      '--port',
      String(options.port ?? 0),
      '--no-open',
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: options.workingFolder ?? root,
    },
  );
  const url = await addressOf(host);
  return {
    url,
    home,
    process: host,
    async close() {
      if (host.exitCode === null) {
        const ended = new Promise((done) => host.once('close', done));
        host.kill('SIGTERM');
        await ended;
      }
      temporary?.remove();
    },
  };
}

function addressOf(host: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let output = '';
    host.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      const found = /Layerlab is at (\S+)/.exec(output)?.[1];
      if (found !== undefined) done(found);
    });
    host.once('close', (code) => fail(new Error(`the web host ended with ${String(code)}: ${output}`)));
  });
}

/** The Chromium of this machine, where it has one: Playwright's own is not fetched. */
export function findChromium(): string | undefined {
  const own = process.env['LAYERLAB_CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return own ?? names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

export function chromiumPath(): string {
  const found = findChromium();
  if (found === undefined) throw new Error('There is no Chromium: run "node scripts/prepare.mjs --for test"');
  return found;
}

/** Starts the web host and opens it in Chromium, as far as the app's first painting. */
export async function openInBrowser(options: BrowserOptions = {}): Promise<BrowserApp> {
  const host = await startWebHost(options);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumFlags,
    timeout: patience.test(),
  });
  const { width = 1280, height = 720, colorScheme = 'light' } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(patience.state());
  const page = await context.newPage();
  const pageErrors = collectErrors(page);
  await page.goto(host.url);
  await page.waitForSelector('#app > *');
  return {
    ...host,
    page,
    browser,
    pageErrors,
    async close() {
      await browser.close();
      await host.close();
    },
  };
}

export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/** Keeps a picture of the window. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotFolder, { recursive: true });
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
}
