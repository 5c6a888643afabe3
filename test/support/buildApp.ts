import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Before the tests of a project that run the built programs: builds the app where its sources have changed, as every
 * start of it does.
 */
export default async function buildApp(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(process.cwd(), 'scripts', 'build.mjs')]);
}
