import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../e2e/support/harness';
import { startEngineChild } from './engineChild';

/** Builds the app where its sources have changed, as every start of it does. */
export async function buildApp(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}

/**
 * The engine as `npm run build` makes it. A bundle is not its source: a module may be in it twice, and what is told by
 * its class in the one is not in the other.
 */
export async function startBuiltEngine(home: string) {
  await buildApp();
  const { client, channel, exited } = startEngineChild(join(root, 'out', 'main'), home);
  return {
    client,
    async close() {
      channel.end();
      await exited;
    },
  };
}

export type BuiltEngine = Awaited<ReturnType<typeof startBuiltEngine>>;
