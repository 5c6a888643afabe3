// Bundles a measurement, which is TypeScript with the project's aliases, and runs it on this Node.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildIfStale } from '../scripts/build.mjs';
import { prepare } from '../scripts/prepare.mjs';
import { nodeBinary } from '../scripts/setup/places.mjs';
import { endOver } from '../scripts/setup/report.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const measurements = {
  training: 'bench/training/main.ts',
  attached: 'bench/attached/main.ts',
  canvas: 'bench/canvas/main.ts',
  interaction: 'bench/interaction/main.ts',
  frames: 'bench/frames/main.ts',
  start: 'bench/start/main.ts',
  doctor: 'bench/doctor/main.ts',
  tables: 'bench/tables/main.ts',
  images: 'bench/images/main.ts',
  store: 'bench/store/main.ts',
  history: 'bench/history/main.ts',
  inference: 'bench/inference/main.ts',
  verdicts: 'bench/verdicts/main.ts',
  sweepTable: 'bench/sweepTable/main.ts',
};

const [name, ...options] = process.argv.slice(2);
const entry = measurements[name];
if (entry === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(measurements).join('|')} [OPTION ...]`);
  process.exit(2);
}

try {
  await prepare(
    ['canvas', 'interaction', 'frames', 'start', 'inference', 'history'].includes(name) ? 'test' : 'start',
  );
  // Most measurements start the app: an old build would be measured as if it were the sources'.
  await buildIfStale();
} catch (error) {
  endOver(error);
}

// Inside the project, so that what is not bundled is found in its node_modules.
const folder = join(root, 'node_modules/.cache/layerlab-bench');
const bundle = join(folder, `${name}-${process.pid}.mjs`);
mkdirSync(folder, { recursive: true });
try {
  await build({
    entryPoints: [join(root, entry)],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@shared': join(root, 'src-shared') },
  });
  const { status } = spawnSync(nodeBinary, [bundle, ...options], { stdio: 'inherit', cwd: root });
  process.exitCode = status ?? 1;
} finally {
  rmSync(bundle, { force: true });
}
