import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts);

/** Where large things that are fetched or built are kept, for every checkout of this user. */
export function cacheFolder() {
  const own = process.env.LAYERLAB_CACHE;
  const folder = own || join(process.env.XDG_CACHE_HOME || platformCache(), 'layerlab');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function platformCache() {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return process.env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  return join(homedir(), '.cache');
}

/** The project's own Node 24. */
export const nodeBinary = inRoot(
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Of the Electron that the tests run on. */
export const testElectronVersion = '33.2.1';
export const testElectron = () => join(cacheFolder(), `electron-${testElectronVersion}`, 'electron');

/** The binary of the `electron` package, or null where it has not been fetched. */
export function currentElectron() {
  const names = { darwin: ['Electron.app', 'Contents', 'MacOS', 'Electron'], win32: ['electron.exe'] };
  const binary = inRoot('node_modules', 'electron', 'dist', ...(names[process.platform] ?? ['electron']));
  return existsSync(binary) ? binary : null;
}

/** Whether windows can be shown here. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
