import { join, resolve } from 'node:path';
import { build, stop } from 'esbuild';

const root = resolve(import.meta.dirname, '../../..');

/**
 * Builds the engine, the trainer and what runs models as the app does, each from its present source.
 * @returns the folder with `engine.mjs`, `trainer.mjs`, `inference.mjs` and `webAssembly.mjs`
 */
export async function buildPrograms(name: string): Promise<string> {
  // Below the project, so that the programs find its packages.
  const outdir = join(root, 'out', 'test-programs', name);
  await build({
    absWorkingDir: root,
    entryPoints: {
      engine: 'src-main/engine/main.ts',
      trainer: 'src-main/trainer/main.ts',
      inference: 'src-main/engine/inference/main.ts',
      webAssembly: 'src-main/engine/inference/webAssembly/main.ts',
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  // Its process would stay for the next build.
  await stop();
  return outdir;
}
