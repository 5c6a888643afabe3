import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnx } from '@shared/exporting/onnx';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { prove } from '../../../src-main/engine/exporting/proof';
import { InferenceProcess } from '../../../src-main/engine/inference/inferenceProcess';
import type { TrainerRequest } from '../../../src-main/trainer/protocol';
import type { TrainingSession } from '../../../src-main/trainer/session/session';
import { buildPrograms } from '../support/programs';
import { temporaryFolder } from '../support/workspace';
import { imageNetwork, plantedErrors } from './plantedErrors';
import { trainedNetwork } from './trained';

const examples = 40;
const seeds = [1, 2, 3, 4];

let inference: InferenceProcess;
beforeAll(async () => {
  inference = new InferenceProcess(join(await buildPrograms('proof'), 'inference.mjs'));
});
afterAll(() => inference.end());

function answerWith(session: TrainingSession) {
  return (request: TrainerRequest) => {
    if (request.kind === 'outputs') {
      const outputs = session.predictInputs(request.inputs, request.examples);
      return Promise.resolve({ kind: request.kind, outputs });
    }
    if (request.kind !== 'layerOutputs') return Promise.reject(new Error('pictures prove nothing'));
    const layers = session.layerOutputs(request.inputs, request.examples);
    return Promise.resolve({ kind: request.kind, layers });
  };
}

/** Writes the file, with an error or without, and holds it against the eager reference. */
async function proofOf(seed: number, plant: (typeof plantedErrors)[number]['plant'] = () => undefined) {
  const folder = temporaryFolder();
  const { trained, session, inputs } = trainedNetwork(
    imageNetwork.experiment,
    imageNetwork.inputShape,
    examples,
    seed,
  );
  try {
    const model = onnxModel(trained, onnx.schema.parse({ format: 'onnx' }));
    plant(model);
    const path = join(folder, 'model.onnx');
    writeFileSync(path, encodeModel(model));
    writeFileSync(join(folder, 'inputs.bin'), inputs);
    writeFileSync(join(folder, 'targets.bin'), new Float32Array(examples));
    writeFileSync(
      join(folder, 'splits.bin'),
      Int32Array.from({ length: examples }, (_, index) => index),
    );
    const ask = answerWith(session);
    return await prove(path, trained, {
      datasetDirectory: folder,
      checkpoint: '',
      scratch: folder,
      inference,
      withTrainer: (_job, work) => work(ask),
    });
  } finally {
    session.dispose();
  }
}

describe('the proof of an exported file', () => {
  it('passes, layer by layer, where nothing was planted', async () => {
    for (const seed of seeds) {
      const report = await proofOf(seed);
      expect(report).toMatchObject({ passed: true, firstDeviation: null, examples });
      expect(report.layers.map(({ layer }) => layer)).toEqual([
        'input',
        ...imageNetwork.experiment.network.layers.slice(1).map(({ id }) => id),
      ]);
    }
  });

  it.each(plantedErrors)('finds $name, and names the layer', async ({ layer, plant }) => {
    for (const seed of seeds) {
      const report = await proofOf(seed, plant);
      expect(report.passed).toBe(false);
      expect(report.firstDeviation, `seed ${seed}`).toMatchObject({ layer, deviates: true });
      const { example = -1, largestDifference = 0, tolerance = 0 } = report.firstDeviation ?? {};
      expect(example).toBeGreaterThanOrEqual(0);
      expect(largestDifference).toBeGreaterThan(tolerance);
    }
  });
});
