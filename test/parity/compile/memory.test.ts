import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Inside the project, so that what is not bundled is found in its node_modules.
const folder = resolve('node_modules/.cache/layerlab-test');
const bundle = join(folder, `memory-${process.pid}.mjs`);

/** Runs one scenario of memoryChild.ts in a process of its own. */
function run<Result>(scenario: string): Result {
  // V8 would double its young generation some time after the tenth job: 32 MB that say nothing of leaks.
  const options = ['--expose-gc', '--max-semi-space-size=4'];
  const output = execFileSync(process.execPath, [...options, bundle, scenario], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output) as Result;
}

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [resolve('test/parity/compile/memoryChild.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@shared': resolve('src-shared') },
  });
});

afterAll(() => rmSync(bundle, { force: true }));

describe('a session gives back what it takes', () => {
  it(
    'over 100 short jobs: memory within 5 %, not one tensor and no folder left',
    { timeout: 600_000 },
    () => {
      const folders = () =>
        readdirSync(tmpdir()).filter((name) => name.startsWith('layerlab-session-')).length;
      const foldersBefore = folders();
      const measured = run<{ resident: number; tensors: number }[]>('manyJobs');
      const [tenth] = measured;
      const hundredth = measured.at(-1);
      expect(measured).toHaveLength(10);
      expect(hundredth?.tensors).toBe(tenth?.tensors);
      expect(hundredth?.resident).toBeLessThan(1.05 * (tenth?.resident ?? 0));
      expect(folders()).toBeLessThanOrEqual(foldersBefore);
    },
  );

  it('holds a data set of CIFAR-10’s size in under 600 MB', { timeout: 300_000 }, () => {
    expect(run<{ held: number }>('largeDataset').held).toBeLessThan(600);
  });
});
