import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, stop } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sizeOf } from '@shared/ops/shape';
import { writeTensorFile } from '../../../src-main/trainer/checkpoints/safetensors';
import { patience } from '../../patience';

// Inside the project, so that what is not bundled is found in its node_modules.
const folder = resolve('node_modules/.cache/layerlab-test');
const bundle = join(folder, `memory-${process.pid}.mjs`);
/** Where the processes put their temporary files, and nobody else does. */
const temporary = mkdtempSync(join(tmpdir(), 'layerlab-test-'));

/** Each takes most of a second to make. */
const programs = Number(process.env['LAYERLAB_PROGRAMS'] ?? 16);

/** Runs one scenario of memoryChild.ts in a process of its own. */
function run<Result>(scenario: string, ...more: string[]): Result {
  // V8 would double its young generation, and keep 10 MB for its optimizing compiler, some time after the tenth job:
  // neither says anything of leaks.
  const options = ['--expose-gc', '--max-semi-space-size=4', '--no-opt'];
  const output = execFileSync(process.execPath, [...options, bundle, scenario, ...more], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TMPDIR: temporary },
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
  // Its process would stay for the next build.
  await stop();
});

afterAll(() => {
  rmSync(bundle, { force: true });
  rmSync(temporary, { recursive: true });
});

describe('a session gives back what it takes', () => {
  it(
    'over 100 short jobs: memory within 5 %, not one tensor and no folder left',
    { timeout: patience.test(10) },
    () => {
      const measured = run<{ resident: number; tensors: number }[]>('manyJobs');
      const [tenth] = measured;
      const hundredth = measured.at(-1);
      expect(measured).toHaveLength(10);
      expect(hundredth?.tensors).toBe(tenth?.tensors);
      expect(hundredth?.resident).toBeLessThan(1.05 * (tenth?.resident ?? 0));
      expect(readdirSync(temporary).filter((name) => name.startsWith('layerlab-'))).toEqual([]);
    },
  );

  it(
    'over programs that were compiled to machine code: memory within 10 %, and not one tensor left',
    { timeout: patience.test(5) },
    () => {
      const measured = run<{ resident: number; tensors: number }[]>('compiledJobs', String(programs));
      const tenth = measured[9];
      const last = measured.at(-1);
      expect(measured).toHaveLength(programs);
      expect(last?.tensors).toBe(tenth?.tensors);
      expect(last?.resident).toBeLessThan(1.1 * (tenth?.resident ?? 0));
    },
  );

  it(
    'takes under 600 MB for a data set of CIFAR-10’s size, at its highest',
    { timeout: patience.test(5) },
    () => {
      expect(run<{ peak: number }>('largeDataset').peak).toBeLessThan(600);
    },
  );

  it(
    'holds a data set that was read from its files once, for JavaScript and TensorFlow, and leaves it as it is',
    { timeout: patience.test(5) },
    () => {
      const { times, isUntouched } = run<{ times: number; isUntouched: boolean }>('loadedDataset', temporary);
      expect(times).toBeLessThan(1.6);
      expect(isUntouched).toBe(true);
    },
  );

  it(
    'that is only asked holds its weights once, and a block of them twice while it takes them up',
    { timeout: patience.test(5) },
    () => {
      const checkpoint = join(temporary, 'weights.safetensors');
      const zeros = (name: string, ...shape: number[]) => ({
        ...{ name: `parameters/${name}`, shape },
        values: new Float32Array(sizeOf(shape)),
      });
      const tensors = [
        zeros('layer0/kernel', 4000, 4000),
        zeros('layer0/bias', 4000),
        zeros('layer2/kernel', 4000, 3),
        zeros('layer2/bias', 3),
      ];
      writeTensorFile(checkpoint, { tensors, metadata: {} });
      expect(run<{ times: number }>('askedNetwork', checkpoint).times).toBeLessThan(2.6);
    },
  );
});
