import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { need } from './needs.mjs';
import { cacheFolder } from './places.mjs';
import { say, SetupProblem } from './report.mjs';

const packages = ['onnx==1.23.2', 'onnxruntime==1.32.0', 'numpy'];

const folder = () => join(cacheFolder(), 'python-onnx-1.23.2');
const isWhole = () => existsSync(join(folder(), 'whole'));

/** The interpreter that {@link prepareOracle} sets up. */
export const oraclePython = () => join(folder(), 'bin', 'python');

/**
 * A Python with ONNX's own checker and runtime, which the tests hold our exports against.
 * @throws SetupProblem where it cannot be had
 */
export async function prepareOracle() {
  if (isWhole()) return;
  say('Python with onnx and onnxruntime: what the tests check exported files with (about 60 MB)');
  const python = await need('venv', 'holds what the tests check exported files with');
  try {
    rmSync(folder(), { recursive: true, force: true });
    await run(python, ['-m', 'venv', folder()]);
    await run(oraclePython(), ['-m', 'pip', 'install', '--quiet', ...packages]);
    writeFileSync(join(folder(), 'whole'), packages.join('\n'));
  } catch (error) {
    throw new SetupProblem(
      'Python with onnx',
      error.message,
      `See that "pip install ${packages.join(' ')}" succeeds, and start again`,
    );
  }
}
