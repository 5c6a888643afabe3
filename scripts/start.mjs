/**
 * Starts Layerlab: as a desktop app where Electron's binary and a display are there, else in the browser.
 *
 *   node scripts/start.mjs [--desktop | --web] [--home DIR] [--port NUMBER] [--no-open]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { buildIfStale } from './build.mjs';
import { prepare } from './prepare.mjs';
import { prepareTestElectron } from './setup/electron.mjs';
import {
  currentElectron,
  hasDisplay,
  inRoot,
  nodeBinary,
  root,
  testElectron,
  testElectronVersion,
} from './setup/places.mjs';
import { endOver, say, SetupProblem } from './setup/report.mjs';

const parameters = process.argv
  .slice(2)
  .filter((parameter) => parameter !== '--desktop' && parameter !== '--web');

async function main() {
  await prepare('start');
  await buildIfStale();
  const wanted = process.argv.includes('--desktop')
    ? 'desktop'
    : process.argv.includes('--web')
      ? 'web'
      : 'either';
  const host = await chooseHost(wanted);
  const child = spawn(host.program, host.parameters, { stdio: 'inherit', cwd: process.cwd() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('close', (code) => process.exit(code ?? 1));
}

async function chooseHost(wanted) {
  const web = { program: nodeBinary, parameters: [inRoot('out', 'main', 'web.mjs'), ...parameters] };
  if (wanted === 'web') return web;
  const current = currentElectron();
  if (wanted === 'either') {
    const reason = !hasDisplay()
      ? 'there is no display'
      : current === null
        ? "Electron's binary is not here"
        : null;
    if (reason === null) return desktop(current);
    say(`Serving Layerlab to the browser, because ${reason}.`);
    return web;
  }
  if (!hasDisplay()) {
    throw new SetupProblem(
      'The desktop app',
      'there is no display',
      'Use "npm run start:web", or start it where there is one',
    );
  }
  if (current !== null) return desktop(current);
  if (!existsSync(testElectron())) await prepareTestElectron();
  say(
    `Current Electron could not be fetched: running on Electron ${testElectronVersion}, which is meant for tests.`,
  );
  return desktop(testElectron());
}

function desktop(electron) {
  // Chromium's sandbox refuses to run as root, and needs a set-uid helper that a cache folder cannot have.
  const unsandboxed =
    process.platform === 'linux' && (process.getuid?.() === 0 || electron === testElectron());
  if (unsandboxed) say("Chromium's own sandbox is off: it does not run as root or from the cache folder.");
  return { program: electron, parameters: [root, ...(unsandboxed ? ['--no-sandbox'] : []), ...parameters] };
}

main().catch(endOver);
