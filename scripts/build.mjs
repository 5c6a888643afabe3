/** Builds the app into `out/`. With `--always` even when nothing has changed since the last build. */
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './setup/command.mjs';
import { withLock } from './setup/lock.mjs';
import { inRoot, nodeBinary, root } from './setup/places.mjs';
import { endOver, say, SetupProblem } from './setup/report.mjs';

const sources = [
  'src-shared',
  'src-main',
  'src-preload',
  'src-renderer',
  'resources',
  'electron.vite.config.ts',
  'package-lock.json',
];
const stampFile = inRoot('out', '.built');

/** Two at once would write over each other: `npx layerlab` builds too. */
const lockFolder = inRoot('node_modules', '.cache', 'layerlab-build.lock');

export async function buildIfStale() {
  // What another process has built meanwhile need not be built again.
  if (isStale()) await alone(() => (isStale() ? buildNow() : undefined));
}

/** @throws SetupProblem where the sources do not build */
export async function build() {
  await alone(buildNow);
}

function alone(work) {
  return withLock(lockFolder, work, () => say('Waiting for another build …'));
}

function isStale() {
  return !existsSync(stampFile) || newest(sources.map((name) => inRoot(name))) > statSync(stampFile).mtimeMs;
}

async function buildNow() {
  say('Building …');
  const started = new Date();
  try {
    await run(nodeBinary, [inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
  } catch (error) {
    const lines = error.message.split('\n').filter((line) => !/^\s+at /.test(line));
    throw new SetupProblem('A build', lines.join('\n'), 'Run "npm run typecheck" to see what is wrong');
  }
  // Dated by its start: a file that was saved during the build makes it stale.
  writeFileSync(stampFile, started.toISOString());
  utimesSync(stampFile, started, started);
}

function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const found = statSync(path);
    latest = Math.max(latest, found.mtimeMs);
    if (found.isDirectory())
      latest = Math.max(latest, newest(readdirSync(path).map((name) => join(path, name))));
  }
  return latest;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { prepare } = await import('./prepare.mjs');
  try {
    await prepare('dev');
    await (process.argv.includes('--always') ? build() : buildIfStale());
  } catch (error) {
    endOver(error);
  }
}
