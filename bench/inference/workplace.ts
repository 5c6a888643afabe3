import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeExperiment } from '../../test/support/experiments';

/** A folder with a workspace in it, and the command line on it. */
export class Workplace implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'layerlab-inference-'));
  readonly home = join(this.folder, 'home');

  at(name: string): string {
    return join(this.folder, name);
  }

  /** @throws Error with what the command said */
  layerlab(...options: readonly string[]): void {
    const program = join(process.cwd(), 'scripts', 'layerlab.mjs');
    const parameters = [program, ...options, '--home', this.home];
    const { status, stderr } = spawnSync(process.execPath, parameters, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`layerlab ${options[0]} ended with ${String(status)}: ${stderr}`);
  }

  /** Trains an experiment and exports what it learned. @returns the ONNX file */
  exported(experiment: Parameters<typeof writeExperiment>[1]): string {
    const path = this.at(`${experiment.name}.onnx`);
    this.layerlab('train', writeExperiment(this.folder, experiment));
    this.layerlab('export', 'last', '--out', path);
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
