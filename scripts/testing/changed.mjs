import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inRoot, nodeBinary, root } from '../setup/places.mjs';

/** Tests that run the built app, whose sources they do not import, and the sources that they see. */
const builtTests = [
  { folder: 'test/desktop', sees: /^(src-|resources\/|scripts\/)/ },
  { folder: 'test/e2e', sees: /^(src-(shared|renderer)|src-main\/(?!desktop|cli)|resources\/)/ },
  { folder: 'test/engine', sees: /^(src-shared|src-main\/(?!desktop|web)|scripts\/)/ },
];
/** What every test depends on. */
const everywhere =
  /^(package(-lock)?\.json|vitest\.config\.ts|electron\.vite\.config\.ts|tsconfig\.base\.json|test\/(patience|support\/))/;

/** @returns what a program prints */
async function outputOf(program, parameters) {
  const { stdout } = await promisify(execFile)(program, parameters, {
    cwd: root,
    maxBuffer: 1 << 26,
    // Nothing is waited for: the machine need not be measured.
    env: { ...process.env, LAYERLAB_TEST_SLOWNESS: '1' },
  });
  return stdout;
}

/** The files that have changed since a commit, and those that are new; none of those that are gone. */
export async function changedFiles(since) {
  const lists = await Promise.all([
    outputOf('git', ['diff', '--name-only', '--diff-filter=d', since]),
    outputOf('git', ['ls-files', '--others', '--exclude-standard']),
  ]);
  return lists.flatMap((list) => list.split('\n')).filter((line) => line !== '');
}

/** The files of tests that import what has changed, or run the app that it is built into. */
export async function touchedTests(since, changed) {
  if (changed.some((file) => everywhere.test(file))) return ['test'];
  const folders = builtTests.filter(({ sees }) => changed.some((file) => sees.test(file)));
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const listed = await outputOf(nodeBinary, [vitest, 'list', '--changed', since, '--filesOnly', '--json']);
  const files = JSON.parse(listed).map(({ file }) => file.slice(root.length + 1));
  const others = files.filter((file) => !folders.some(({ folder }) => file.startsWith(`${folder}/`)));
  return [...new Set(others), ...folders.map(({ folder }) => `${folder}/`)];
}
