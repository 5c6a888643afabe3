#!/usr/bin/env node
/** The command line: runs the built program on the project's own Node: this one, or another that it starts. */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import * as module from 'node:module';
import { pathToFileURL } from 'node:url';
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

// The programs are large, and a command is short: what Node has compiled of them is kept for the next one.
process.env.NODE_COMPILE_CACHE ??= inRoot('node_modules', '.cache', 'layerlab-compiled');
const program = inRoot('out', 'main', 'cli.mjs');

if (process.execPath === realpathSync(nodeBinary)) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(pathToFileURL(program).href);
} else {
  const child = spawn(nodeBinary, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
