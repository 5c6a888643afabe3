import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { patience } from '../../../patience';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab } from '../support/layerlab';

type Layer = readonly [className: string, config: Readonly<Record<string, unknown>>];

/** A chain of Keras 2 on examples of this shape. */
function chain(shape: readonly number[], ...layers: readonly Layer[]) {
  const input = { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, ...shape] } };
  const others = layers.map(([class_name, config], index) => ({
    class_name,
    config: { name: `layer${index}`, ...config },
  }));
  return {
    class_name: 'Sequential',
    keras_version: '2.15.0',
    config: { name: 'stored', layers: [input, ...others] },
  };
}

const fixtures = join(import.meta.dirname, '../../../fixtures');
const chained = (layers: readonly { readonly id: string }[]) => ({
  layers,
  edges: layers.slice(1).map(({ id }, index) => [layers[index]?.id, id]),
});
const dense = { units: 2, activation: 'linear' };
const constraint = { class_name: 'MinMaxNorm', config: { min_value: 0, max_value: 3, rate: 1, axis: 0 } };
const kerasOne = [
  {
    class_name: 'Dense',
    config: { name: 'dense_1', output_dim: 8, activation: 'relu', bias: true, batch_input_shape: [null, 2] },
  },
  { class_name: 'Dropout', config: { name: 'dropout_1', p: 0.25 } },
  {
    class_name: 'Dense',
    config: { name: 'dense_2', output_dim: 2, init: 'uniform', activation: 'softmax', bias: true },
  },
];
const weights = (layer: string) => [
  { name: `${layer}/kernel`, shape: [2, 2], dtype: 'float32' },
  { name: `${layer}/bias`, shape: [2], dtype: 'float32' },
];
const tfjs = (layer: string, inFile = layer) => ({
  format: 'layers-model',
  modelTopology: chain([2], ['Dense', { ...dense, name: layer }]),
  weightsManifest: [{ paths: ['weights.bin'], weights: weights(inFile) }],
});

describe('layerlab import', { timeout: patience.test(4) }, () => {
  const home = folderForAll();
  const at = (name: string) => join(home, name);
  /** Imports a model that is stored as this, with weights of so many numbers beside it. */
  async function imported(model: object, numbers?: number) {
    const folder = mkdtempSync(at('model-'));
    writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
    if (numbers !== undefined) {
      const values = Float32Array.from({ length: numbers }, (_, index) => index / 8);
      writeFileSync(join(folder, 'weights.bin'), new Uint8Array(values.buffer));
    }
    const out = join(folder, 'made.layerlab.json');
    const result = await layerlab('import', folder, '--out', out, '--home', at('home'), '--json');
    const last = lastOf(result);
    return { code: result.code, last, out, text: JSON.stringify(last) };
  }
  const experimentAt = (path: string) =>
    JSON.parse(readFileSync(path, 'utf8')) as { network: { layers: Record<string, unknown>[] } };

  const trained = (file: string) =>
    layerlab('train', file, '--home', at('home'), '--set', 'training.epochs=1', '--json');
  beforeAll(() => {
    mkdirSync(at('home'));
  });

  it('makes an experiment of a Keras 1 net that trains', async () => {
    const { code, last, out } = await imported({
      class_name: 'Sequential',
      keras_version: '1.2.2',
      config: kerasOne,
    });
    expect({ code, last }).toMatchObject({
      code: 0,
      last: { type: 'imported', parameterCount: 42, remarks: [] },
    });
    expect(experimentAt(out).network.layers.map(({ kind }) => kind)).toEqual([
      ...['input', 'dense', 'relu', 'dropout', 'dense', 'softmax'],
    ]);
    expect((await trained(out)).code).toBe(0);
  });

  it.each([
    [
      'batch normalization on axis 1',
      chain([8, 8, 3], ['BatchNormalization', { axis: [1] }]),
      'works along axis 1 of 4',
    ],
    [
      'causal padding',
      chain([8, 3], ['Conv1D', { filters: 2, kernel_size: [3], padding: 'causal' }]),
      'causal',
    ],
  ])('refuses %s, with the file', async (_what, model, words) => {
    const { code, text } = await imported(model);
    expect(code).toBe(1);
    expect(text).toContain(words);
    expect(text).toMatch(/"where":"[^"]*model-/);
  });

  it('says that MinMaxNorm is lost, and makes no largest norm of it', async () => {
    const { last, out } = await imported(chain([2], ['Dense', { ...dense, kernel_constraint: constraint }]));
    expect(JSON.stringify(last['remarks'])).toContain('MinMaxNorm');
    expect(JSON.stringify(experimentAt(out).network)).not.toContain('maxNorm');
  });

  it('makes a dense layer on 5×4 work along the last axis', async () => {
    const { last } = await imported(chain([5, 4], ['Dense', dense]));
    expect(last).toMatchObject({ outputShape: [5, 2], parameterCount: 10 });
  });

  it.each([
    ['as they are', 'dense_10', 'dense_10'],
    ['with a suffix', 'dense_10', 'dense_10_1'],
    ['with a slash', 'block/dense', 'model/block/dense'],
  ])('keeps weights named %s, and trains from them', async (_how, layer, inFile) => {
    const { last, out } = await imported(tfjs(layer, inFile), 6);
    expect(last).toMatchObject({ weights: { tensors: 2 }, startFrom: { kind: 'model' } });
    expect(lastOf(await trained(out))).toMatchObject({
      state: 'completed',
      startFrom: { layers: [layer.replace('/', '_')] },
    });
  });

  it.each(['nested.keras', 'convnet.h5'])('reads %s, which Keras 3 saved, with its weights', async (file) => {
    const path = join(fixtures, 'keras_files', file);
    const out = at(`${file}.layerlab.json`);
    const { code, stdout, stderr } = await layerlab(
      'import',
      path,
      '--out',
      out,
      '--home',
      at('home'),
      '--json',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ type: 'imported', startFrom: { kind: 'model' } });
  });

  it.each(['convnet_opset22.onnx', 'sequence_dynamo.onnx', 'old_opset7.onnx'])(
    'reads %s, which another program wrote, with its weights',
    async (file) => {
      const path = join(fixtures, 'onnx_models', file);
      const out = at(`${file}.layerlab.json`);
      const result = await layerlab('import', path, '--out', out, '--home', at('home'), '--json');
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(lastOf(result)).toMatchObject({ type: 'imported', startFrom: { kind: 'model', path } });
      expect(experimentAt(out).network.layers.map(({ kind }) => kind)).toContain('dense');
    },
  );

  it('refuses an ONNX file with an operator that is none here, by the node, and says which are', async () => {
    const path = at('classifier.onnx');
    copyFileSync(join(fixtures, 'onnx', 'classifier.onnx'), path);
    const result = await layerlab('import', path, '--out', at('no.json'), '--home', at('home'), '--json');
    expect(result.code).toBe(1);
    expect(JSON.stringify(lastOf(result))).toMatch(/3 outputs/);
  });

  it('gives weights of PyTorch’s to the network of an experiment, and a run that starts from them', async () => {
    const weights = join(fixtures, 'safetensors', 'chain_numbers.safetensors');
    const [, , { layers } = { layers: [] }] = JSON.parse(
      readFileSync(join(fixtures, 'safetensors', 'weights.json'), 'utf8'),
    ) as { layers: { id: string; kind: string }[] }[];
    const open = layers.map((layer) => (layer.kind === 'input' ? { id: layer.id, kind: layer.kind } : layer));
    const table = at('four.csv');
    const row = (_: unknown, index: number) =>
      `${[1, 2, 3, 5].map((by) => (index * by) % 7).join()},${index % 2 ? 'a' : 'b'}`;
    writeFileSync(table, ['a,b,c,d,kind', ...Array.from({ length: 40 }, row)].join('\n'));
    const like = at('four.layerlab.json');
    writeFileSync(
      like,
      JSON.stringify({
        ...{ version: 1, name: 'four', network: chained(open), training: { epochs: 1 } },
        dataset: { kind: 'csv', path: table },
      }),
    );
    const out = at('started.layerlab.json');
    const alone = await layerlab('import', weights, '--out', out, '--home', at('home'), '--json');
    expect(alone.code).toBe(1);
    expect(JSON.stringify(lastOf(alone))).toContain('weights and no network');
    const result = await layerlab(
      'import',
      weights,
      '--like',
      like,
      '--out',
      out,
      '--home',
      at('home'),
      '--json',
    );
    expect(lastOf(result)).toMatchObject({ type: 'imported', name: 'four', weights: { tensors: 24 } });
    for (const file of [out, like]) {
      const from = file === like ? ['--from', weights] : [];
      const run = await layerlab('train', file, ...from, '--home', at('home'), '--json');
      const { startFrom } = lastOf(run) as { startFrom: { layers: string[] } };
      expect(startFrom.layers).toHaveLength(12);
    }
  });

  it.each([
    ['a shard too long', 7, '4 are left over'],
    ['a shard too short', 5, 'at least 4 bytes are missing'],
  ])('refuses %s, with its file', async (_what, numbers, words) => {
    const { code, text } = await imported(tfjs('dense'), numbers);
    expect(code).toBe(1);
    expect(text).toContain(words);
    expect(text).toContain('weights.bin');
  });
});
