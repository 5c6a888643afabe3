import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '@shared/errors';

/** The folder with our `package.json`: the checkout, or the app's folder in a package. */
export function projectRoot(): string {
  let folder: string = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new AppError('internal', `No package.json above ${import.meta.dirname}`);
    folder = parent;
  }
  return folder;
}

/**
 * The Node 24 that ships with the app. Not Electron's own Node: large native allocations trap in its processes.
 * @throws AppError where it is not installed
 */
export function nodeBinary(root = projectRoot()): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  // Files inside an archive cannot be executed; packages keep node_modules/node unpacked beside it.
  const binary = join(root.replace(/app\.asar$/, 'app.asar.unpacked'), 'node_modules', 'node', 'bin', name);
  if (existsSync(binary)) return binary;
  throw new AppError('internal', 'The Node 24 that Layerlab runs its engine on is not installed', {
    where: binary,
    remedy: 'Run "npm rebuild node --ignore-scripts=false" in the project folder',
  });
}

/** The built program of a process: `engine`, `trainer`, `inference`, `webAssembly`, `hdf5`, `parquet`. */
export function processEntry(name: string, root = projectRoot()): string {
  const entry = join(root, 'out', 'main', `${name}.mjs`);
  if (existsSync(entry)) return entry;
  throw new AppError('internal', `Layerlab's ${name} has not been built`, {
    where: entry,
    remedy: 'Run "npm run build" in the project folder',
  });
}
