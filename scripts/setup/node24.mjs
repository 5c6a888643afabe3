import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { nodeBinary, root } from './places.mjs';
import { say, SetupProblem } from './report.mjs';

/** Puts the Node 24 that the npm package `node` carries in its place; its install script was not run by `npm ci`. */
export async function prepareNode() {
  if (existsSync(nodeBinary)) return;
  say('Node 24: putting it in place (40 MB) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const remedy = 'Check that npm reaches its registry and start again';
  try {
    await run(npm, ['rebuild', 'node', '--ignore-scripts=false'], {
      cwd: root,
      shell: process.platform === 'win32',
    });
  } catch (error) {
    throw new SetupProblem('Node 24', error.message, remedy);
  }
  if (!existsSync(nodeBinary))
    throw new SetupProblem('Node 24', `npm did not put it at ${nodeBinary}`, remedy);
}
