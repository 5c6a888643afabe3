import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentOf, startUpTemplate } from '@shared/experiment/templates';
import { formatCount } from '@shared/format';
import { inferNetwork } from '@shared/network/inference';
import { sizeOf } from '@shared/ops/shape';
import { encodeSafetensors } from '@shared/safetensors';
import { seriousViolations } from '../support/axe';
import { runCommand } from '../support/editing';
import { type BrowserApp, openInBrowser, screenshot } from '../support/harness';
import { photographFailures } from '../support/pictures';
import { layerIds } from '../support/workbench';

interface Made {
  readonly name: string;
  readonly parameterCount: number;
  readonly trainableCount: number;
}

interface Case extends Omit<Made, 'name'> {
  readonly says: string;
  readonly files: readonly { readonly name: string; readonly buffer: Buffer }[];
  /** Layers that stand on the canvas afterwards, among others. */
  readonly layers: readonly string[];
  readonly weights: RegExp;
}

const fixtures = join('test', 'fixtures');
const counted = JSON.parse(
  readFileSync(join(fixtures, 'keras_files', 'files.json'), 'utf8'),
) as readonly Made[];
function counts(model: string): Omit<Made, 'name'> {
  const made = counted.find(({ name }) => name === model) ?? expect.fail(`${model} is not there`);
  return { parameterCount: made.parameterCount, trainableCount: made.trainableCount };
}
const stored = (name: string) => ({ name, buffer: readFileSync(join(fixtures, 'keras_files', name)) });

/** A model of models with its weights beside it, as Teachable Machine hands one out: 3·4 + 4 and 4·2 + 2 parameters. */
function teachable(): Case['files'] {
  const chain = (name: string, layer: string, units: number, inputs: number) => ({
    class_name: 'Sequential',
    config: {
      name,
      layers: [
        {
          class_name: 'Dense',
          config: {
            name: layer,
            units,
            activation: 'linear',
            use_bias: true,
            batch_input_shape: [null, inputs],
          },
        },
      ],
    },
  });
  const layers = [chain('body', 'features', 4, 3), chain('head', 'scores', 2, 4)];
  const weights = [
    { name: 'features/kernel', shape: [3, 4], dtype: 'float32' },
    { name: 'features/bias', shape: [4], dtype: 'float32' },
    { name: 'scores/kernel', shape: [4, 2], dtype: 'float32' },
    { name: 'scores/bias', shape: [2], dtype: 'float32' },
  ];
  const model = {
    modelTopology: {
      class_name: 'Sequential',
      config: { name: 'teachable', layers },
      keras_version: 'tfjs-layers 1.3.1',
    },
    weightsManifest: [{ paths: ['weights.bin'], weights }],
  };
  const numbers = Float32Array.from({ length: 26 }, (_, index) => index / 7);
  return [
    { name: 'model.json', buffer: Buffer.from(JSON.stringify(model)) },
    { name: 'weights.bin', buffer: Buffer.from(numbers.buffer) },
  ];
}

const { model: residual, parameterCount: ofResidual } = JSON.parse(
  readFileSync(join(fixtures, 'keras_models', 'keras2_residual.json'), 'utf8'),
) as { readonly model: object; readonly parameterCount: number };

const startUp = inferNetwork(experimentOf(startUpTemplate).network, { inputShape: [2] });
const inFixture = (path: string) => ({
  name: basename(path),
  buffer: readFileSync(join(fixtures, path)),
});

/** Weights for the network that a new workspace begins with, as PyTorch keeps those of linear layers. */
function torchWeights(): Buffer {
  const tensors = startUp.layers.flatMap(({ id, weights }) =>
    weights.map(({ name, shape }) => ({
      name: `${id}.${name === 'kernel' ? 'weight' : 'bias'}`,
      shape: shape.toReversed(),
      values: Float32Array.from({ length: sizeOf(shape) }, (_, at) => Math.sin(at)),
    })),
  );
  return Buffer.from(encodeSafetensors(tensors));
}

const cases: readonly Case[] = [
  {
    says: 'weights alone for the network that is open, as PyTorch saves them',
    files: [{ name: 'weights.safetensors', buffer: torchWeights() }],
    parameterCount: startUp.totals.parameterCount,
    trainableCount: startUp.totals.trainableCount,
    layers: startUp.layers.map(({ id }) => id),
    weights: /weight tensors: runs start from them/,
  },
  {
    says: 'a convnet as PyTorch exports it to ONNX',
    files: [inFixture('onnx_models/convnet_opset22.onnx')],
    // ONNX has the convolution and its normalization as one already.
    ...{ parameterCount: 514, trainableCount: 502 },
    layers: ['depthwise', 'features', 'scores'],
    weights: /weight tensors: runs start from them/,
  },
  {
    says: 'a convnet as Keras 3 saves it',
    files: [stored('convnet.keras')],
    ...counts('convnet'),
    layers: ['conv', 'separable'],
    weights: /weight tensors: runs start from them/,
  },
  {
    says: 'a convnet in HDF5, as Keras 2 saved it',
    files: [stored('convnet.h5')],
    ...counts('convnet'),
    layers: ['conv', 'separable'],
    weights: /weight tensors: runs start from them/,
  },
  {
    says: 'a body whose layers are frozen, with a head of its own',
    files: [stored('nested.h5')],
    ...counts('nested'),
    layers: [],
    weights: /weight tensors: runs start from them/,
  },
  {
    says: 'models in a model with weights beside it, as Teachable Machine has them',
    files: teachable(),
    ...{ parameterCount: 26, trainableCount: 26 },
    layers: [],
    weights: /4 weight tensors: runs start from them/,
  },
  {
    says: 'a description of Keras 2 without weights',
    files: [{ name: 'model.json', buffer: Buffer.from(JSON.stringify(residual)) }],
    ...{ parameterCount: ofResidual, trainableCount: ofResidual },
    layers: [],
    weights: /holds no weights/,
  },
];

describe('a stored model that is opened in the window', () => {
  let app: BrowserApp;
  beforeAll(async () => {
    app = await openInBrowser();
    await app.page.locator('.vue-flow__node-layer').first().waitFor();
  });
  afterAll(() => app.close());
  photographFailures(() => app.page);

  it.each(cases)('is $says, with as many parameters trained and frozen as in Keras', async (one) => {
    const { page } = app;
    await runCommand(page, 'Import a stored model');
    const dialog = page.getByRole('dialog', { name: 'Import a stored model' });
    await dialog
      .getByLabel('Model and weight files')
      .setInputFiles(one.files.map((file) => ({ ...file, mimeType: 'application/octet-stream' })));
    const told = dialog.getByRole('status').filter({ hasText: 'parameters' });
    const { parameterCount: all, trainableCount: trained } = one;
    await expect
      .poll(() => told.innerText())
      .toContain(
        `${formatCount(all)} parameters${trained < all ? `, ${formatCount(trained)} of them trained` : ''}.`,
      );
    expect(await dialog.innerText()).toMatch(one.weights);
    expect(await seriousViolations(page)).toEqual([]);
    const open = dialog.getByRole('button', { name: 'Open in the editor' });
    await open.focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    const ids = await layerIds(page);
    expect(ids).toEqual(expect.arrayContaining([...one.layers]));
    expect(app.pageErrors).toEqual([]);
  });

  it('fits on the canvas as a whole', async () => {
    await screenshot(app.page, 'imported-model');
  });
});
