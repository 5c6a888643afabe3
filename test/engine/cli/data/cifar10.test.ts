import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../e2e/support/harness';
import { writeCifar } from '../../../fixtures/data/writeCifar';
import { twoLayerNet } from '../../../fixtures/experiments/twoLayerNet';
import { patience } from '../../../patience';

/** Largest resident memory, in bytes, that a living trainer started from this checkout has had. */
function trainerPeak(): number {
  const peaks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (!command.includes(join(root, 'out', 'main', 'trainer.mjs'))) return 0;
        return 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
      } catch {
        // The process ended between two looks.
        return 0;
      }
    });
  return Math.max(0, ...peaks);
}

describe.runIf(process.platform === 'linux')(
  'CIFAR-10 at its full size, by the command line',
  { timeout: patience.test(5) },
  () => {
    let home: string;
    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'layerlab-cifar-'));
      const size = { batches: 5, imagesPerBatch: 10_000, testImages: 10_000, seed: 1 };
      await writeCifar(join(home, 'cifar-10-batches-bin'), size);
      writeFileSync(join(home, 'net.layerlab.json'), JSON.stringify(twoLayerNet));
    }, patience.test(2));
    afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

    it('trains the two-layer net, which learns, with the trainer under 1.5 GB', async () => {
      const program = join(root, 'scripts', 'layerlab.mjs');
      const parameters = [
        'train',
        join(home, 'net.layerlab.json'),
        '--home',
        home,
        '--set',
        'training.epochs=2',
        '--json',
      ];
      const child = spawn(process.execPath, [program, ...parameters], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let peak = 0;
      const watch = setInterval(() => (peak = Math.max(peak, trainerPeak())), 50);
      let output = '';
      child.stdout.on('data', (data: Buffer) => (output += data.toString()));
      const code = await new Promise((done) => child.once('close', done));
      clearInterval(watch);
      const finished = JSON.parse(output.trim().split('\n').at(-1) ?? '') as {
        state: string;
        metrics: Record<string, number>;
      };
      expect({ code, state: finished.state }).toEqual({ code: 0, state: 'completed' });
      expect(finished.metrics['validationAccuracy']).toBeGreaterThan(0.5);
      expect(finished.metrics['testAccuracy']).toBeGreaterThan(0.5);
      // It was seen at all, and it was never larger than it may be.
      expect(peak).toBeGreaterThan(200e6);
      expect(peak).toBeLessThan(1.5e9);
      const exported = await promisify(execFile)(process.execPath, [
        ...[
          program,
          'export',
          'last',
          '--format',
          'onnx',
          '--out',
          join(home, 'net.onnx'),
          '--home',
          home,
          '--json',
        ],
      ]);
      expect(JSON.parse(exported.stdout)).toMatchObject({
        report: { passed: true, examples: 1000, sameTop1: 1 },
      });
    });
  },
);
