import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnx } from '@shared/exporting/onnx';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { prove, type ProofContext } from '../../../src-main/engine/exporting/proof';
import { InferenceProcess, withInference } from '../../../src-main/engine/inference/inferenceProcess';
import type { TrainerRequest } from '../../../src-main/trainer/protocol';
import type { TrainingSession } from '../../../src-main/trainer/session/session';
import { programs } from '../support/programs';
import { temporaryFolder } from '../support/workspace';
import { imageNetwork, plantedErrors } from './plantedErrors';
import { trainedNetwork } from './trained';

const examples = 40;
const seeds = [1, 2];

let inference: InferenceProcess;
let webAssembly: InferenceProcess;
beforeAll(() => {
  inference = new InferenceProcess(join(programs, 'inference.mjs'));
  webAssembly = new InferenceProcess(join(programs, 'webAssembly.mjs'));
});
afterAll(() => Promise.all([inference.end(), webAssembly.end()]));

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
async function proofOf(
  seed: number,
  plant: (typeof plantedErrors)[number]['plant'] = () => undefined,
  withWebAssembly: ProofContext['withWebAssembly'] = (work) => work(webAssembly),
) {
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
      withWebAssembly,
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
      expect(report.secondRuntime).toMatchObject({ notRun: null, passed: true, firstDeviation: null });
      expect(report.secondRuntime?.largestDifference).toBeLessThanOrEqual(report.tolerance ?? 0);
      expect(report.layers.map(({ layer }) => layer)).toEqual([
        'input',
        ...imageNetwork.experiment.network.layers.slice(1).map(({ id }) => id),
      ]);
      expect(report.speed?.alone).toBeGreaterThan(0);
      expect(report.speed?.together).toBeGreaterThan(0);
      expect(report.speed?.batch).toBe(examples);
    }
  });

  it.each(plantedErrors)('finds $name, and names the layer', async ({ layer, plant }) => {
    for (const seed of seeds) {
      const report = await proofOf(seed, plant);
      expect(report.passed).toBe(false);
      expect(report.firstDeviation, `seed ${seed}`).toMatchObject({ layer, deviates: true });
      expect(report.secondRuntime).toMatchObject({ passed: false, firstDeviation: { layer } });
      const { example = -1, largestDifference = 0, tolerance = 0 } = report.firstDeviation ?? {};
      expect(example).toBeGreaterThanOrEqual(0);
      expect(largestDifference).toBeGreaterThan(tolerance);
    }
  });

  it('passes a file that the second runtime cannot run, and says that it did not', async () => {
    const report = await proofOf(1, undefined, (work) => withInference(join(programs, 'missing.mjs'), work));
    expect(report).toMatchObject({ passed: true, secondRuntime: { passed: null, largestDifference: null } });
    expect(report.secondRuntime?.notRun).toContain('The process that ran the model ended');
  });

  it('hears from WebAssembly what is wrong with a file, in a process that goes on', async () => {
    const path = join(temporaryFolder(), 'broken.onnx');
    writeFileSync(path, 'no model');
    for (const time of [1, 2]) {
      await expect(webAssembly.run(path, Float32Array.of(1), [1, 1]), `time ${time}`).rejects.toMatchObject({
        code: 'badModel',
        where: path,
      });
    }
  });
});
