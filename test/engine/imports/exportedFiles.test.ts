import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { half } from '@shared/importing';
import { experimentSchema } from '@shared/experiment/experiment';
import { chain } from '@shared/experiment/templates/template';
import { onnx } from '@shared/exporting/onnx';
import { float16Bits } from '../../../src-main/engine/exporting/onnx/smaller/float16';
import type { TrainedNetwork } from '../../../src-main/engine/exporting/encoder';
import { readModelAt, readModelFiles } from '../../../src-main/engine/imports';
import { cardIn, readExported } from '../../../src-main/engine/imports/exportedFile';
import { readHdf5File } from '../../../src-main/engine/imports/hdf5/file';
import { readKerasArchive } from '../../../src-main/engine/imports/kerasArchive';
import { temporaryFolder } from '../support/workspace';
import { trainedNetwork } from '../exporting/trained';
import { encoded, exportCases, trainedCase } from '../exporting/formats/exported';

type Reading = Awaited<ReturnType<typeof readModelFiles>>;

function weightsOf({ model }: Reading): Record<string, Float32Array> {
  return Object.fromEntries((model?.weights ?? []).map(({ name, values }) => [name, values]));
}

function trainedWeights({ weights }: TrainedNetwork, change = (value: number) => value) {
  const own = [...weights].filter(([name]) => name.startsWith('parameters/'));
  return Object.fromEntries(own.map(([name, { values }]) => [name, values.map(change)]));
}

function expectReopened(reading: Reading, trained: TrainedNetwork): void {
  expect(reading.model?.experiment).toEqual(trained.experiment);
  expect(reading.model?.network).toEqual(trained.experiment.network);
  expect(weightsOf(reading)).toEqual(trainedWeights(trained));
  expect(reading.model?.remarks).toEqual([]);
}

const casesBut = (...refused: string[]) => exportCases.filter(({ name }) => !refused.includes(name));

describe('a file that Layerlab exported opens as its experiment with the very weights', () => {
  it.each(exportCases)('ONNX, $name', async (given) => {
    const { trained } = trainedCase(given);
    const { bytes } = await encoded(trained, onnx.schema.parse({ format: 'onnx' }));
    expectReopened(await readModelFiles(new Map([['model.onnx', bytes]])), trained);
  });

  it.each(casesBut('variant-gelu-tanh'))('Keras, $name', async (given) => {
    const { trained } = trainedCase(given);
    const { bytes } = await encoded(trained, { format: 'keras' });
    const { card, weights } = await readKerasArchive(bytes);
    const path = join(temporaryFolder(), 'model.weights.h5');
    writeFileSync(path, weights ?? expect.fail('there are weights'));
    const { weights: stored } = await readHdf5File(path);
    expectReopened(readExported(cardIn(card) ?? expect.fail('it says what it is'), stored), trained);
  });

  it.each(casesBut('variant-elu-alpha', 'variant-gelu-tanh', 'layer-conv2d'))(
    'TensorFlow.js, $name',
    async (given) => {
      const { trained } = trainedCase(given);
      const { bytes, beside = [] } = await encoded(trained, { format: 'tfjs' });
      const files = [
        ['model.json', bytes] as const,
        ...beside.map((each) => [each.name, each.bytes] as const),
      ];
      expectReopened(await readModelFiles(new Map(files)), trained);
    },
  );
});

it('a TensorFlow.js model has no weights read from outside of its folder, by a name or over a link', async () => {
  const [given = expect.fail('there are cases')] = exportCases;
  const { trained } = trainedCase(given);
  const { bytes, beside = [] } = await encoded(trained, { format: 'tfjs' });
  const folder = temporaryFolder();
  const inside = join(folder, 'inside');
  mkdirSync(inside);
  for (const { name, bytes: shard } of beside) writeFileSync(join(folder, name), shard);
  const [shard] = beside;
  const name = shard?.name ?? expect.fail('there are weights');
  symlinkSync(join(folder, name), join(inside, 'link.bin'));
  for (const [place, weights] of [
    [name, trained.weights.size],
    [`../${name}`, 0],
    [join(folder, name), 0],
    ['link.bin', 0],
  ] as const) {
    const path = join(weights === 0 ? inside : folder, 'model.json');
    writeFileSync(path, Buffer.from(bytes).toString('utf8').replaceAll(name, place));
    const { model } = await readModelAt(path);
    expect(model?.weights, place).toHaveLength(weights);
  }
});

it('a model.json is refused where the weights beside it are not those that it was exported with', async () => {
  const [given = expect.fail('there are cases')] = exportCases;
  const { bytes, beside = [] } = await encoded(trainedCase(given).trained, { format: 'tfjs' });
  const [shard = expect.fail('there are weights')] = beside;
  const changed = Buffer.from(shard.bytes);
  changed[0] = (changed[0] ?? 0) ^ 1;
  const files = new Map<string, Uint8Array>([
    ['model.json', bytes],
    [shard.name, changed],
  ]);
  await expect(readModelFiles(files)).rejects.toMatchObject({
    code: 'badModel',
    where: 'model.json',
    message: expect.stringContaining(shard.name) as unknown,
  });
});

describe('an ONNX file', () => {
  const [, given = exportCases[0]] = exportCases;
  const trained = trainedCase(given ?? expect.fail('there are cases')).trained;

  it('in half precision gives the weights as exact as it keeps them, and says so', async () => {
    const settings = onnx.schema.parse({ format: 'onnx', precision: 'float16', opset: 13 });
    const { bytes } = await encoded(trained, settings);
    const reading = await readModelFiles(new Map([['model.onnx', bytes]]));
    const halved = trainedWeights(trained, (value) => half(float16Bits(value)));
    // Small tensors are left as they are.
    for (const [name, values] of Object.entries(weightsOf(reading))) {
      expect([halved[name], trainedWeights(trained)[name]]).toContainEqual(values);
    }
    expect(reading.model?.remarks).toEqual(['The weights are as exact as float16 keeps them.']);
  });

  it('with batch normalization folded opens without the weights, which it does not hold, and says why', async () => {
    const normalized = experimentSchema.parse({
      version: 1,
      network: chain(
        { id: 'input', kind: 'input' },
        { id: 'scores', kind: 'dense', units: 2 },
        { id: 'normalization', kind: 'batchNormalization' },
      ),
      dataset: { kind: 'moons' },
      training: {},
    });
    const { trained: whole, session } = trainedNetwork(normalized, [2], 1);
    session.dispose();
    const settings = onnx.schema.parse({ format: 'onnx', foldBatchNormalization: true });
    const { bytes } = await encoded(whole, settings);
    const { model } = await readModelFiles(new Map([['model.onnx', bytes]]));
    expect(model).toMatchObject({ experiment: normalized, weights: [] });
    expect(model?.remarks).toEqual([expect.stringContaining('batch normalization folded')]);
  });

  it('that holds another network’s numbers of weights opens without them', async () => {
    const { bytes } = await encoded(trained, onnx.schema.parse({ format: 'onnx' }));
    const text = Buffer.from(bytes).toString('latin1');
    const changed = Buffer.from(text.replaceAll('/kernel', '/kernol'), 'latin1');
    const reading = await readModelFiles(new Map([['model.onnx', changed]]));
    expect(reading.model?.weights).toEqual([]);
    expect(reading.model?.remarks).toHaveLength(1);
  });
});
