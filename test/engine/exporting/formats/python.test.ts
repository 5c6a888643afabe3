import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { temporaryFolder } from '../../support/workspace';
import { encoded, exportCases, relativeDifference, trainedCase } from './exported';

const python = process.env['LAYERLAB_PEERS'];
if (python === undefined) {
  console.warn(
    'Not run: exported Keras models in Python. Set LAYERLAB_PEERS to a Python that has keras and tensorflow.',
  );
}

/** Kinds that Keras has not, nor can be put together from what it has. */
const refused = ['variant-gelu-tanh'];
const tested = exportCases.filter(({ name }) => !refused.includes(name));

interface Answer {
  readonly name: string;
  readonly outputs?: number[];
  readonly error?: string;
}

describe.skipIf(python === undefined)('an exported model in Python', () => {
  it(
    'gives the trainer’s outputs in Keras',
    async () => {
      const folder = temporaryFolder();
      const expected = new Map<string, Float32Array>();
      for (const given of tested) {
        const { trained, inputs, outputs, shape } = trainedCase(given);
        const { bytes } = await encoded(trained, { format: 'keras' });
        writeFileSync(join(folder, `${given.name}.keras`), bytes);
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
      expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(answers).toHaveLength(tested.length);
      for (const { name, outputs = [] } of answers) {
        const difference = relativeDifference(expected.get(name) ?? new Float32Array(), outputs);
        expect(difference, name).toBeLessThanOrEqual(1e-5);
      }
    },
    patience.test(10),
  );
});
