import { describe, expect, it } from 'vitest';
import type { Tensor } from '@tensorflow/tfjs';
import { readCard } from '@shared/exporting/modelCard';
import { bestBackend } from '../../../../src-main/trainer/eager/tensorflow';
import { encoded, exportCases, relativeDifference, trainedCase } from './exported';

const { tf } = bestBackend();

interface ModelFile {
  readonly modelTopology: object;
  readonly weightsManifest: [
    { readonly paths: string[]; readonly weights: { name: string; shape: number[]; dtype: 'float32' }[] },
  ];
  readonly userDefinedMetadata: Record<string, unknown>;
}

/** The files as TensorFlow.js reads them in a browser: the model, then the weights that it names. */
async function loaded(bytes: Uint8Array, beside: readonly { name: string; bytes: Uint8Array }[]) {
  const file = JSON.parse(Buffer.from(bytes).toString()) as ModelFile;
  const [{ paths, weights }] = file.weightsManifest;
  expect(paths).toEqual(beside.map(({ name }) => name));
  const data = Buffer.concat(beside.map((shard) => shard.bytes));
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: file.modelTopology,
      weightSpecs: weights,
      weightData: Uint8Array.from(data).buffer,
    }),
  );
  return { model, file };
}

/** Layers of ours that neither are one of TensorFlow.js's nor can be put together from them. */
const refused = ['variant-elu-alpha', 'variant-gelu-tanh', 'layer-conv2d'];

describe('a tfjs layers model gives the trainer’s outputs in TensorFlow.js', () => {
  it.each(exportCases.filter(({ name }) => !refused.includes(name)))('$name', async (given) => {
    const { trained, inputs, outputs, shape } = trainedCase(given);
    const { bytes, beside = [] } = await encoded(trained, { format: 'tfjs' });
    const { model, file } = await loaded(bytes, beside);
    const theirs = tf.tidy(() => (model.predict(tf.tensor(inputs, shape)) as Tensor).dataSync());
    model.dispose();
    expect(relativeDifference(outputs, theirs)).toBeLessThanOrEqual(1e-5);
    const card = file.userDefinedMetadata['layerlab'];
    expect(readCard({ layerlab: JSON.stringify(card) })?.experiment).toEqual(trained.experiment);
  });

  it.each(refused)('%s is refused with the layer’s name', async (name) => {
    const given = exportCases.find((each) => each.name === name) ?? expect.fail(name);
    await expect(encoded(trainedCase(given).trained, { format: 'tfjs' })).rejects.toMatchObject({
      code: 'exportFailed',
      where: 'tested',
    });
  });
});
