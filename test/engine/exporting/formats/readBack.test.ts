import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { importModel } from '@shared/importing';
import { describe, expect, it } from 'vitest';
import { rebuiltModel } from '../../../../src-main/engine/exporting/proof/kerasFile';
import { readHdf5File } from '../../../../src-main/engine/imports/hdf5/file';
import { readKerasArchive } from '../../../../src-main/engine/imports/kerasArchive';
import { temporaryFolder } from '../../support/workspace';
import { encoded, exportCases, relativeDifference, trainedCase } from './exported';

/** Not in Keras; and a Maxout is put together from layers of which one is not known here. */
const refused = ['variant-gelu-tanh', 'template-maxoutNet', 'layer-maxout', 'variant-maxout-unbiased'];

/** As an import does it, without its process for damaged files. */
async function readBack(bytes: Uint8Array) {
  const { config, weights } = await readKerasArchive(bytes);
  const path = join(temporaryFolder(), 'model.weights.h5');
  writeFileSync(path, weights ?? expect.fail('there are weights'));
  return importModel(config, (await readHdf5File(path)).weights);
}

describe('a .keras file that is read back gives the trainer’s outputs in ONNX Runtime', () => {
  it.each(exportCases.filter(({ name }) => !refused.includes(name)))('$name', async (given) => {
    const { trained, inputs, outputs, shape } = trainedCase(given);
    const { bytes } = await encoded(trained, { format: 'keras' });
    const model = await readBack(bytes);
    const session = await InferenceSession.create(rebuiltModel(model, trained));
    const { output } = await session.run({ input: new Tensor('float32', inputs, shape) });
    expect(relativeDifference(outputs, output?.data as Float32Array)).toBeLessThanOrEqual(1e-5);
  });
});
