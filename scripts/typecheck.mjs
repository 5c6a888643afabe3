/** Checks the types of every room with its own tsconfig, two at a time. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { inRoot, nodeBinary, root } from './setup/places.mjs';

const rooms = [
  ['src-renderer', 'vue-tsc/bin/vue-tsc.js'],
  ['src-main', 'typescript/bin/tsc'],
  ['test', 'typescript/bin/tsc'],
  ['src-shared', 'typescript/bin/tsc'],
  ['src-preload', 'typescript/bin/tsc'],
];
const cache = inRoot('node_modules', '.cache', 'types');
mkdirSync(cache, { recursive: true });

function check([room, compiler]) {
  const parameters = ['-p', room, '--incremental', '--tsBuildInfoFile', `${cache}/${room}.tsbuildinfo`];
  return new Promise((resolve) => {
    const child = spawn(nodeBinary, [inRoot('node_modules', compiler), ...parameters], {
      cwd: root,
      stdio: 'inherit',
    });
    child.once('close', (code) => {
      if (code !== 0) console.error(`types of ${room}: wrong`);
      resolve(code === 0);
    });
  });
}

async function checkSome(waiting) {
  let good = true;
  for (let room = waiting.shift(); room !== undefined; room = waiting.shift())
    good = (await check(room)) && good;
  return good;
}

const waiting = [...rooms];
const results = await Promise.all([checkSome(waiting), checkSome(waiting)]);
process.exit(results.every(Boolean) ? 0 : 1);
