import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { temporaryFolder } from '../../support/workspace';
import { encoded, exportCases, relativeDifference, trainedCase } from './exported';

const python = process.env['LAYERLAB_PEERS'];
if (python === undefined) {
  console.warn(
    'Not run: exported Keras models and SavedModels in Python. Set LAYERLAB_PEERS to a Python that has keras and tensorflow.',
  );
}

/** Kinds that Keras has not, nor can be put together from what it has. */
const refused = { keras: ['variant-gelu-tanh'], savedModel: [] as string[] };

interface Answer {
  readonly name: string;
  readonly outputs?: number[];
  readonly error?: string;
}

/** Writes every case in a format, and asks the models in Python. */
async function asked(format: 'keras' | 'savedModel') {
  const folder = temporaryFolder();
  const expected = new Map<string, Float32Array>();
  for (const given of exportCases.filter(({ name }) => !refused[format].includes(name))) {
    const { trained, inputs, outputs, shape } = trainedCase(given);
    const { bytes } = await encoded(trained, { format });
    const path = join(folder, `${given.name}.${format}`);
    if (format === 'savedModel') mkdirSync(path);
    writeFileSync(format === 'savedModel' ? join(path, 'saved_model.pb') : path, bytes);
    writeFileSync(join(folder, `${given.name}.json`), JSON.stringify({ shape, inputs: [...inputs] }));
    expected.set(given.name, outputs);
  }
  const script = join(import.meta.dirname, '../../../fixtures/exports/predict.py');
  const printed = execFileSync(python ?? '', [script, folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  });
  const answers = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  return { expected, answers };
}

describe.skipIf(python === undefined)('an exported model in Python', () => {
  it.each(['keras', 'savedModel'] as const)(
    'gives the trainer’s outputs as %s',
    async (format) => {
      const { expected, answers } = await asked(format);
      expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(answers).toHaveLength(expected.size);
      for (const { name, outputs = [] } of answers) {
        const difference = relativeDifference(expected.get(name) ?? new Float32Array(), outputs);
        expect(difference, name).toBeLessThanOrEqual(1e-5);
      }
    },
    patience.test(10),
  );
});
