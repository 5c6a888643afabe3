import { aptInstall, isInstalled } from './command.mjs';
import { say } from './report.mjs';

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium for the end-to-end tests. */
export async function prepareChromium() {
  if (process.env.LAYERLAB_CHROMIUM || browsers.some(isInstalled)) return;
  say('Chromium: needed by the end-to-end tests');
  await aptInstall('Chromium', ['chromium']);
}

/** A display for the tests in Electron where there is none. */
export async function prepareDisplay() {
  if (process.platform !== 'linux' || isInstalled('Xvfb')) return;
  say('Xvfb: the display that the tests in Electron run on');
  await aptInstall('Xvfb', ['xvfb']);
}
