import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeTargets } from '@shared/code';
import { AppError } from '@shared/errors';
import { importModel, surveyModel } from '@shared/importing';
import { encodeSafetensors } from '@shared/safetensors';
import { inferNetwork } from '@shared/network/inference';
import type * as TensorFlowJs from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { bestBackend } from '../../../src-main/trainer/eager/tensorflow';
import { readTensorFile } from '../../../src-main/trainer/checkpoints/safetensors';
import { cases, reference } from '../../parity/code/cases';
import { checkpointOf, runProgram } from '../code/tfjsProgram';

const { tf } = bestBackend();
const [, , tfjs] = codeTargets;

/** What tfjs's `model.save` writes: model.json and one file of weights. */
async function savedFiles(model: TensorFlowJs.LayersModel) {
  let saved: TensorFlowJs.io.ModelArtifacts | undefined;
  const handler = tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const },
    });
  });
  await model.save(handler);
  const { modelTopology, weightSpecs, weightData } = saved ?? {};
  const json = {
    format: 'layers-model',
    modelTopology: { model_config: modelTopology },
    weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: weightSpecs }],
  };
  const bytes = new Uint8Array(weightData as ArrayBuffer);
  return { text: JSON.stringify(json), files: new Map([['group1-shard1of1.bin', bytes]]) };
}

// What tfjs lacks is written as a class of its own, which comes back as ours.
const tested = cases.filter(({ name }) => !name.startsWith('training-'));

describe('a network written as tfjs code, saved by tfjs and imported', () => {
  it.each(tested)('$name is the same network with the same weights', async (given) => {
    const { network, weights } = reference(given);
    const program = runProgram(tfjs.generate(given.experiment, network), tf);
    const model = program.buildModel();
    program.loadLayerlabWeights(model, checkpointOf(weights));
    const { text, files } = await savedFiles(model);
    model.dispose();
    const imported = importModel(text, files);
    const again = inferNetwork(imported.network, { inputShape: given.inputShape });
    // An image laid out in one row by our input has a layer of its own in tfjs.
    const behindInput = again.layers.slice(1).filter(({ id }) => id !== 'row');
    const ours = network.layers.slice(1);
    expect(behindInput.map(({ definition }) => definition.kind)).toEqual(
      ours.map(({ definition }) => definition.kind),
    );
    expect(behindInput.map(({ parameters }) => parameters)).toEqual(ours.map(({ parameters }) => parameters));
    expect(again.totals).toMatchObject({ parameterCount: network.totals.parameterCount });
    expect(again.outputShape).toEqual(network.outputShape);
    expect(imported.weights.map(({ shape }) => shape)).toEqual(weights.map(({ shape }) => shape));
    expect(imported.weights.map(({ values }) => [...values])).toEqual(
      weights.map(({ values }) => [...values]),
    );
  });
});

describe('the weights of a tfjs model', () => {
  const dense = () => tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
  it('are found beside model.json', async () => {
    const { text } = await savedFiles(dense());
    expect(surveyModel(text).weightFiles).toEqual(['group1-shard1of1.bin']);
    expect(importModel(text).weights).toEqual([]);
  });
  it('become a checkpoint that the trainer can read', async () => {
    const { text, files } = await savedFiles(dense());
    const { weights } = importModel(text, files);
    const folder = mkdtempSync(join(tmpdir(), 'layerlab-import-'));
    try {
      const path = join(folder, 'imported.safetensors');
      writeFileSync(path, encodeSafetensors(weights));
      expect(readTensorFile(path).tensors).toEqual(weights);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('are refused where their file is cut short or another one', async () => {
    const { text, files } = await savedFiles(dense());
    const [[name, bytes] = ['', new Uint8Array()]] = [...files];
    expect(() => importModel(text, new Map([[name, bytes.slice(0, 10)]]))).toThrow(AppError);
    expect(() => importModel(text, new Map([['other.bin', bytes]]))).toThrow(/is missing/);
  });
});
