import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { kill, startedWith } from '../../scripts/testing/leftovers.mjs';
import { patience } from '../patience';

/**
 * Runs around each file of tests, failed or not: temporary files go into a folder that is removed behind it, and a
 * process that a test started (they inherit the folder's name) and that does not end is ended, and a failure.
 */
const variable = 'LAYERLAB_TEST_FOLDER';
const usualFolder = process.env['TMPDIR'];
const folder = mkdtempSync(join(tmpdir(), 'layerlab-test-'));
process.env['TMPDIR'] = folder;
process.env[variable] = folder;

afterAll(async () => {
  const stopHoping = Date.now() + patience.state() / 2;
  // Vite keeps its compiler as long as the worker that runs the test.
  const ours = () =>
    startedWith(variable, folder).filter(({ command }) => !command.includes('esbuild --service'));
  let left = ours();
  while (left.length > 0 && Date.now() < stopHoping) {
    await sleep(50);
    left = ours();
  }
  kill(left);
  if (usualFolder === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usualFolder;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  if (left.length > 0)
    throw new Error(`left running: ${left.map(({ pid, command }) => `${pid} ${command}`).join('; ')}`);
});
