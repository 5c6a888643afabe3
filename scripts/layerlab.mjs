#!/usr/bin/env node
/** The command line: runs the built program on the project's own Node, whatever Node this is. */
import { spawn } from 'node:child_process';
import { buildIfStale } from './build.mjs';
import { prepare } from './prepare.mjs';
import { inRoot, nodeBinary } from './setup/places.mjs';
import { sayProblem, SetupProblem } from './setup/report.mjs';

try {
  await prepare('cli');
  await buildIfStale();
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  sayProblem(error);
  if (process.argv.includes('--json')) {
    const { message, remedy } = error;
    console.log(
      JSON.stringify({ type: 'failed', error: { code: 'internal', message, where: null, remedy } }),
    );
  }
  process.exit(1);
}

const child = spawn(nodeBinary, [inRoot('out', 'main', 'cli.mjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  // The programs are large, and a command is short: what Node has compiled of them is kept for the next one.
  env: { NODE_COMPILE_CACHE: inRoot('node_modules', '.cache', 'layerlab-compiled'), ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
