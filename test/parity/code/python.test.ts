import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeTargets } from '@shared/code';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTensorFile } from '../../../src-main/trainer/checkpoints/safetensors';
import { cases, examples, reference } from './cases';
import { patience } from '../../patience';

const python = process.env['LAYERLAB_PEERS'];

interface Result {
  readonly name: string;
  readonly framework: 'keras' | 'pytorch';
  readonly parameterCount?: number;
  readonly difference?: number;
  readonly trained?: boolean;
  readonly error?: string;
}

interface Expected {
  readonly parameterCount: number;
  readonly largest: number;
}

/** Writes every case's code, checkpoint and outputs, and lets Python run them. */
function runPython(interpreter: string, folder: string) {
  const expected = new Map<string, Expected>();
  for (const given of cases) {
    const { network, weights, inputs, outputs, width } = reference(given);
    const path = join(folder, given.name);
    for (const { kind, language, generate } of codeTargets) {
      if (language === 'python') writeFileSync(`${path}.${kind}.py`, generate(given.experiment, network));
    }
    writeTensorFile(`${path}.safetensors`, { tensors: weights, metadata: {} });
    const { parameterCount } = network.totals;
    const task = given.experiment.dataset.kind === 'function1d' ? 'regression' : 'classification';
    const description = {
      ...{ shape: [examples, ...given.inputShape], inputs: [...inputs], outputs: [...outputs] },
      ...{ parameterCount, width, task, trains: given.trains },
    };
    writeFileSync(`${path}.json`, JSON.stringify(description));
    expected.set(given.name, { parameterCount, largest: Math.max(1, ...outputs.map(Math.abs)) });
  }
  const script = join(import.meta.dirname, '../../fixtures/code/verify.py');
  const printed = execFileSync(interpreter, [script, folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 26,
  });
  const results = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Result);
  return { expected, results };
}

if (python === undefined) {
  console.warn(
    'Not run: generated Keras and PyTorch code in Python. ' +
      'Set LAYERLAB_PEERS to a Python that has keras, tensorflow and torch.',
  );
}

describe.skipIf(python === undefined)('generated Python code', () => {
  let folder: string;
  let expected: ReadonlyMap<string, Expected>;
  let results: readonly Result[];

  beforeAll(() => {
    folder = process.env['LAYERLAB_CODE_FOLDER'] ?? mkdtempSync(join(tmpdir(), 'layerlab-code-'));
    ({ expected, results } = runPython(python ?? '', folder));
  }, patience.test(15));
  afterAll(() => {
    if (process.env['LAYERLAB_CODE_FOLDER'] === undefined) rmSync(folder, { recursive: true });
  });

  it('covers every case in both frameworks', () => {
    expect(results.map(({ name, framework }) => `${name} ${framework}`).sort()).toEqual(
      cases.flatMap(({ name }) => [`${name} keras`, `${name} pytorch`]).sort(),
    );
  });

  it('runs', () => {
    expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('has as many parameters as Layerlab says', () => {
    for (const { name, framework, parameterCount } of results) {
      expect(parameterCount, `${name} in ${framework}`).toBe(expected.get(name)?.parameterCount);
    }
  });

  it('gives Layerlab’s outputs within 1e-5, with Layerlab’s weights loaded', () => {
    for (const { name, framework, difference = NaN } of results) {
      const largest = expected.get(name)?.largest ?? 0;
      expect(difference, `${name} in ${framework}`).toBeLessThanOrEqual(1e-5 * largest);
    }
  });

  it('trains', () => {
    for (const { name, trains } of cases) {
      const trained = results.filter((result) => result.name === name).map((result) => result.trained);
      expect(trained, name).toEqual(trains ? [true, true] : [undefined, undefined]);
    }
  });
});
