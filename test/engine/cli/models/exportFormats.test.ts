import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportResult } from '@shared/contract/exports';
import { experimentSchema } from '@shared/experiment/experiment';
import { chain } from '@shared/experiment/templates/template';
import type { Tensor as TfTensor } from '@tensorflow/tfjs';
import { requireNative } from '../../../../src-main/trainer/session/native';
import { readHdf5File } from '../../../../src-main/engine/imports/hdf5/file';
import { readKerasArchive } from '../../../../src-main/engine/imports/kerasArchive';
import { readTensorFile } from '../../../../src-main/trainer/checkpoints/safetensors';
import { patience } from '../../../patience';
import { writeExperiment } from '../../../support/experiments';
import { folderForAll } from '../../support/workspace';
import { lastOf, layerlab } from '../support/layerlab';

const digits = {
  version: 1,
  name: 'digit reader',
  network: chain(
    { id: 'input', kind: 'input' },
    { id: 'edges', kind: 'conv2d', filters: 8, kernelSize: 5, strides: 2 },
    { id: 'relu', kind: 'relu' },
    { id: 'flat', kind: 'flatten' },
    { id: 'hidden', kind: 'dense', units: 64 },
    { id: 'tanh', kind: 'tanh' },
    { id: 'scores', kind: 'dense', units: 10 },
  ),
  dataset: { kind: 'renderedDigits', examples: 4000 },
  training: { optimizer: { kind: 'adam', learningRate: 0.002 }, epochs: 4, batchSize: 64, seed: 1 },
};

const fruit = {
  version: 1,
  name: 'fruit',
  network: chain({ id: 'input', kind: 'input' }, { id: 'scores', kind: 'dense', units: 2 }),
  dataset: {
    kind: 'csv',
    path: 'fruit.csv',
    target: 'ripe',
    validationFraction: 0,
    columns: { size: { missing: 'mean' }, color: { missing: 'commonest' } },
  },
  training: { loss: 'softmaxCrossEntropy', epochs: 2, seed: 1 },
};

const normalized = {
  version: 1,
  name: 'normalized',
  network: chain(
    { id: 'input', kind: 'input' },
    { id: 'hidden', kind: 'dense', units: 8 },
    { id: 'normalization', kind: 'batchNormalization' },
    { id: 'relu', kind: 'relu' },
    { id: 'scores', kind: 'dense', units: 2 },
  ),
  dataset: { kind: 'moons' },
  training: { epochs: 3, seed: 1 },
};

const home = folderForAll();
const runs = new Map<string, string>();
beforeAll(async () => {
  const rows = Array.from(
    { length: 40 },
    (_, row) =>
      `${row % 4 === 3 ? 'red' : 'green'},${row === 7 ? '' : row + 1},${row % 2 === 0 ? 'yes' : 'no'}`,
  );
  writeFileSync(join(home, 'fruit.csv'), ['color,size,ripe', ...rows].join('\n'));
  for (const experiment of [digits, fruit, normalized]) {
    const file = writeExperiment(home, experiment);
    const trained = await layerlab('train', file, '--home', home, '--json');
    runs.set(experiment.name, lastOf<{ runId: string }>(trained).runId);
  }
}, patience.test(5));

async function exported(run: string, name: string, ...options: string[]) {
  const out = join(home, name);
  const id = runs.get(run) ?? '';
  const result = await layerlab('export', id, '--out', out, '--home', home, '--json', ...options);
  expect(result.stderr).toBe('');
  expect(result.code).toBe(0);
  return JSON.parse(result.stdout) as ExportResult;
}

describe('layerlab export', { timeout: patience.test(3) }, () => {
  it('folds batch normalization where it is asked to, proven layer by layer like any file', async () => {
    const { report } = await exported('normalized', 'folded.onnx', '--fold-batch-normalization');
    expect(report).toMatchObject({ passed: true, secondRuntime: { passed: true } });
    expect(report?.layers.map(({ layer }) => layer)).toEqual(['input', 'normalization', 'relu', 'scores']);
  });

  it('halves a file with float16 and quarters it with int8, and says what accuracy that has cost', async () => {
    const whole = await exported('digit reader', 'whole.onnx');
    const half = await exported('digit reader', 'half.onnx', '--precision', 'float16');
    const quarter = await exported('digit reader', 'quarter.onnx', '--precision', 'int8', '--opset', '13');
    // What a file says of itself is the same in all three.
    const weights = (file: ExportResult) => file.bytes - 12_000;
    expect(weights(half) / weights(whole)).toBeLessThan(0.56);
    expect(weights(quarter) / weights(whole)).toBeLessThan(0.31);
    for (const [file, precision, loss] of [
      [half, 'float16', 0.005],
      [quarter, 'int8', 0.01],
    ] as const) {
      const report = file.report ?? expect.fail('there is a report');
      expect(report).toMatchObject({ passed: true, precision });
      expect(report.accuracy?.trainer).toBeGreaterThan(0.9);
      expect((report.accuracy?.trainer ?? 1) - (report.accuracy?.file ?? 0)).toBeLessThanOrEqual(loss);
      expect(report.largestDifference).toBeGreaterThan(whole.report?.largestDifference ?? 0);
      expect(file.path).toBe(join(home, precision === 'int8' ? 'quarter.onnx' : 'half.onnx'));
      // What was written into the file by then is what verify asks of it.
      const id = runs.get('digit reader') ?? '';
      const verified = await layerlab('verify', file.path ?? '', '--run', id, '--home', home, '--json');
      expect(verified.code).toBe(0);
    }
  });

  it('fills missing values inside and gives probabilities where preprocessing is included', async () => {
    const { path } = await exported('fruit', 'fruit.onnx', '--include', 'preprocessing');
    const session = await InferenceSession.create(path ?? '');
    expect(session.outputNames).toEqual(['output', 'probabilities']);
    const meanSize = (820 - 8) / 39;
    const inputs = Float32Array.of(NaN, NaN, NaN, 1, 0, meanSize);
    const results = await session.run({ input: new Tensor('float32', inputs, [2, 3]) });
    const [first = [], second = []] = [0, 2].map((at) => [
      ...((results['output'] as Tensor).data as Float32Array).subarray(at, at + 2),
    ]);
    expect(first[0]).toBeCloseTo(second[0] ?? NaN, 5);
    const shares = (results['probabilities'] as Tensor).data as Float32Array;
    const [a = NaN, b = NaN] = first;
    expect(shares[0]).toBeCloseTo(1 / (1 + Math.exp(b - a)), 5);
    expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBeCloseTo(1, 5);
    expect(readFileSync(path ?? '').includes(home)).toBe(false);
    expect(statSync(`${path ?? ''}.report.json`).size).toBeGreaterThan(0);
  });

  it('writes a program for PyTorch and its weights, which gives the same outputs where Python has torch', async () => {
    const { path, besidePaths, proof, report } = await exported(
      'digit reader',
      'reader.py',
      '--format',
      'pytorch',
    );
    expect(report).toBeNull();
    expect(proof).toMatchObject({ kind: 'weights', runtime: null, passed: true });
    expect(proof?.summary).toMatch(/bit by bit.* Nothing was run, since the program needs Python\.$/);
    expect(besidePaths).toEqual([expect.stringMatching(/reader\.[0-9a-f]{12}\.safetensors$/)]);
    expect(readFileSync(join(home, 'reader.py'), 'utf8')).toContain(basename(besidePaths[0] ?? ''));
    const kept = readTensorFile(join(home, 'runs', runs.get('digit reader') ?? '', 'best.safetensors'));
    const weights = kept.tensors.filter(({ name }) => name.startsWith('parameters/'));
    expect(readTensorFile(besidePaths[0] ?? '').tensors).toEqual(weights);
    expect(readFileSync(path ?? '', 'utf8')).toContain('def load_model(');

    const python = process.env['LAYERLAB_PEERS'];
    if (python === undefined) return;
    const same = await exported('digit reader', 'same.onnx');
    const values = Array.from({ length: 2 * 784 }, (_, at) => (at * 37) % 256);
    const session = await InferenceSession.create(same.path ?? '');
    const tensor = new Tensor('float32', Float32Array.from(values), [2, 28, 28, 1]);
    const ours = (await session.run({ input: tensor }))['output']?.data as Float32Array;
    const script = `import json, reader
model = reader.load_model()
x = reader.np.array(${JSON.stringify(values)}, "float32").reshape(2, 28, 28, 1)
print(json.dumps(reader.predict(model, x).reshape(-1).tolist()))`;
    const printed = execFileSync(python, ['-c', script], { cwd: home, encoding: 'utf8' });
    const theirs = JSON.parse(printed) as number[];
    expect(theirs).toHaveLength(20);
    theirs.forEach((value, at) => expect(Math.abs(value - (ours[at] ?? NaN))).toBeLessThan(1e-4));
  });

  it('writes a layers model for TensorFlow.js, in a folder or by its name, and cleans up behind an earlier one', async () => {
    const { path, besidePaths, proof, report } = await exported('digit reader', 'web', '--format', 'tfjs');
    expect(path).toBe(join(home, 'web', 'model.json'));
    expect(proof).toMatchObject({ kind: 'run', runtime: 'TensorFlow.js', passed: true });
    expect(report).toMatchObject({ passed: true, sameTop1: 1 });
    expect(besidePaths).toHaveLength(1);
    const superseded = join(home, 'web', 'model.0123456789ab.shard1of1.bin');
    writeFileSync(superseded, '');
    writeFileSync(join(home, 'web', 'model.bin'), '');
    const again = await exported('digit reader', 'web/model.json', '--format', 'tfjs');
    expect(again).toMatchObject({ path, besidePaths });
    expect(readdirSync(join(home, 'web')).sort()).toEqual(
      [
        ...besidePaths.map((each) => basename(each)),
        'model.bin',
        'model.json',
        'model.json.report.json',
      ].sort(),
    );
    const model = JSON.parse(readFileSync(path ?? '', 'utf8')) as { weightsManifest: [{ paths: string[] }] };
    expect(model.weightsManifest[0].paths).toEqual(besidePaths.map((each) => basename(each)));
  });

  it('writes a SavedModel into the folder that it is given', async () => {
    const { path, proof, report } = await exported('digit reader', 'saved', '--format', 'savedModel');
    expect(path).toBe(join(home, 'saved', 'saved_model.pb'));
    expect(proof).toMatchObject({ kind: 'run', runtime: 'TensorFlow', passed: true });
    expect(report).toMatchObject({ passed: true, sameTop1: 1 });
    const values = Array.from({ length: 2 * 784 }, (_, at) => (at * 37) % 256);
    const same = await exported('digit reader', 'beside.onnx');
    const session = await InferenceSession.create(same.path ?? '');
    const tensor = new Tensor('float32', Float32Array.from(values), [2, 28, 28, 1]);
    const ours = (await session.run({ input: tensor }))['output']?.data as Float32Array;
    const { tf } = requireNative();
    const model = await tf.node.loadSavedModel(join(home, 'saved'), ['serve'], 'serving_default');
    const answer = model.predict({ input: tf.tensor(values, [2, 28, 28, 1]) }) as Record<string, TfTensor>;
    const theirs = answer['output']?.dataSync() ?? [];
    expect(theirs).toHaveLength(20);
    ours.forEach((value, at) => expect(Math.abs(value - Number(theirs[at]))).toBeLessThan(1e-4));
    model.dispose();
  });

  it('writes a model for Keras with the trained weights', async () => {
    const { path, proof, report } = await exported('digit reader', 'reader.keras', '--format', 'keras');
    expect(proof).toMatchObject({ kind: 'rebuilt', runtime: 'ONNX Runtime', passed: true });
    expect(report).toMatchObject({ passed: true, sameTop1: 1 });
    const { weights } = await readKerasArchive(readFileSync(path ?? ''));
    const weightsPath = join(home, 'reader.weights.h5');
    writeFileSync(weightsPath, weights ?? expect.fail('no weights'));
    const stored = await readHdf5File(weightsPath);
    const kept = readTensorFile(join(home, 'runs', runs.get('digit reader') ?? '', 'best.safetensors'));
    const values = (tensors: readonly { values: Float32Array }[]) =>
      tensors.map((tensor) => tensor.values).sort((a, b) => a.length - b.length);
    expect(values(stored.weights)).toEqual(
      values(kept.tensors.filter(({ name }) => name.startsWith('parameters/'))),
    );
  });

  it('is opened again as the experiment that it was, with the weights of the file', async () => {
    const { path } = await exported('fruit', 'again.onnx');
    const file = join(home, 'again.layerlab.json');
    const opened = await layerlab('import', path ?? '', '--out', file, '--home', home, '--json');
    expect(opened).toMatchObject({ code: 0, stderr: '' });
    const said = JSON.parse(opened.stdout) as Record<string, unknown>;
    expect(said).toMatchObject({ type: 'imported', name: 'fruit', weights: { tensors: 2 } });
    expect(said['remarks']).toEqual(['It was trained on fruit.csv: say where that is before training.']);
    const experiment = experimentSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const written = JSON.parse(readFileSync(join(home, 'fruit.layerlab.json'), 'utf8')) as unknown;
    const { network, training } = experimentSchema.parse(written);
    expect(experiment.network).toEqual(network);
    expect(experiment.training).toEqual(training);
    expect(experiment.startFrom).toMatchObject({ kind: 'model', path: 'again.onnx' });
  });

  it('names the choices where another precision is asked for', async () => {
    const result = await layerlab('export', 'last', '--out', 'x.onnx', '--precision', 'int4', '--home', home);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('float32, float16, int8');
  });
});
