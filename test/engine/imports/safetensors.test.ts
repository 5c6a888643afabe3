import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimentSchema, type Experiment } from '@shared/experiment/experiment';
import { chain } from '@shared/experiment/templates/template';
import { channelsLastMark, generatePytorch } from '@shared/code/pytorch/pytorch';
import { inferNetwork } from '@shared/network/inference';
import { encodeSafetensors, type NamedTensor } from '@shared/safetensors';
import { describe, expect, it } from 'vitest';
import { tensorFileBytes } from '../../../src-main/trainer/checkpoints/safetensors';
import { readModelFiles } from '../../../src-main/engine/imports';
import { encoded, exportCases, trainedCase } from '../exporting/formats/exported';
import { answersOf } from './onnxAnswers';

interface Expected {
  readonly file: string;
  readonly layers: readonly { readonly id: string; readonly kind: string; readonly shape?: number[] }[];
  readonly inputs: readonly number[];
  /** PyTorch's. */
  readonly outputs: readonly number[];
}

const folder = join(import.meta.dirname, '../../fixtures/safetensors');
const files = JSON.parse(readFileSync(join(folder, 'weights.json'), 'utf8')) as readonly Expected[];
const examples = 2;

function experimentOf(layers: Expected['layers']): Experiment {
  return experimentSchema.parse({
    version: 1,
    name: 'mine',
    network: chain(...layers),
    dataset: { kind: 'moons' },
    training: { loss: 'meanSquaredError' },
  });
}

async function read(bytes: Uint8Array, experiment: Experiment) {
  const network = inferNetwork(experiment.network, null);
  const { model } = await readModelFiles(new Map([['weights.safetensors', bytes]]), () =>
    Promise.resolve({ experiment, network }),
  );
  return model ?? expect.fail('there are weights');
}

const bytesOf = (file: string) => readFileSync(join(folder, file));

describe('weights that PyTorch saved, for the network at hand', () => {
  it.each(files)(
    '$file: it answers as PyTorch does, within 1e-5',
    async ({ file, layers, inputs, outputs }) => {
      const model = await read(bytesOf(file), experimentOf(layers));
      const answers = answersOf(model, Float32Array.from(inputs), examples);
      expect(answers).toHaveLength(outputs.length);
      expect(Math.max(...answers.map((value, at) => Math.abs(value - (outputs[at] ?? NaN))))).toBeLessThan(
        1e-5,
      );
    },
  );

  it('say how they were found, and how exact they are', async () => {
    const remarks = async (at: number) => {
      const { file, layers } = files[at] ?? expect.fail('there are files');
      return (await read(bytesOf(file), experimentOf(layers))).remarks;
    };
    const rows =
      'Behind a flattened image, rows are taken as PyTorch has them, channels first: row, features.';
    expect(await remarks(0)).toEqual([rows]);
    expect(await remarks(1)).toEqual(['Weights kept as bfloat16 are float32 here.', rows]);
    expect(await remarks(2)).toEqual([
      'By their shapes, since the names differ: 0 → hidden0, 2 → hidden1, 4 → hidden2, 6 → hidden3, 8 → hidden4, 10 → hidden5, 12 → hidden6, 14 → hidden7, ….',
    ]);
  });
});

const tensor = (name: string, ...shape: number[]): NamedTensor => {
  const count = shape.reduce((product, size) => product * size, 1);
  return { name, shape, values: Float32Array.from({ length: count }, (_, at) => at) };
};
const twoAlike = experimentOf([
  { id: 'input', kind: 'input', shape: [3] },
  { id: 'first', kind: 'dense', ...{ units: 3 } },
  { id: 'second', kind: 'dense', ...{ units: 3 } },
  { id: 'head', kind: 'dense', ...{ units: 2 } },
]);

describe('rows behind a flattening', () => {
  const flattened = (shape: number[]) =>
    experimentOf([
      { id: 'input', kind: 'input', shape },
      { id: 'row', kind: 'flatten' },
      { id: 'head', kind: 'dense', ...{ units: 1 } },
    ]);
  const kernelOf = async (tensors: readonly NamedTensor[], shape: number[]) => {
    const { weights } = await read(encodeSafetensors([...tensors, tensor('head.bias', 1)]), flattened(shape));
    return [...(weights.find(({ name }) => name === 'parameters/head/kernel')?.values ?? [])];
  };
  const head = tensor('head.weight', 1, 8);

  it('of an image have the channels first, as PyTorch has them', async () => {
    expect(await kernelOf([head], [2, 2, 2])).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
  });

  it('have them last where the program that Layerlab wrote saved them', async () => {
    const experiment = flattened([2, 2, 2]);
    const program = generatePytorch(experiment, inferNetwork(experiment.network, null));
    expect(program).toContain(`self.register_buffer("${channelsLastMark}", torch.ones(()))`);
    const mark = { name: channelsLastMark, shape: [], values: Float32Array.of(1) };
    expect(await kernelOf([head, mark], [2, 2, 2])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('of a sequence as it comes are step by step', async () => {
    expect(await kernelOf([head], [4, 2])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

it('a checkpoint of Layerlab whose names were changed is refused', async () => {
  const file = {
    tensors: [tensor('parameters/a/kernel', 2), tensor('parameters/b/kernel', 2)],
    metadata: {},
  };
  const bytes = Buffer.concat([...tensorFileBytes(file)]);
  const swapped = bytes.toString('latin1').replace('parameters/a/', 'parameters/c/');
  await expect(read(Buffer.from(swapped, 'latin1'), twoAlike)).rejects.toMatchObject({
    code: 'badNetwork',
    message: expect.stringContaining('names of the tensors') as string,
  });
});

describe('what does not fit', () => {
  it('is named, with the layers that begin fresh', async () => {
    const bytes = encodeSafetensors([
      ...[tensor('first.weight', 3, 3), tensor('first.bias', 3)],
      ...[tensor('head.weight', 5, 3), tensor('head.bias', 5), tensor('extra.weight', 7, 7)],
    ]);
    const { weights, remarks } = await read(bytes, twoAlike);
    expect(weights.map(({ name }) => name)).toEqual(['parameters/first/kernel', 'parameters/first/bias']);
    expect(remarks).toEqual([
      'Layers that begin fresh: head (head.weight is 5×3 there and would be 2×3), second (nothing in the file has its shapes).',
      '3 tensors of the file fit no layer and are left out: extra.weight, head.weight, head.bias.',
    ]);
  });

  it('is not guessed at, where two could be either', async () => {
    const bytes = encodeSafetensors(
      ['left', 'right'].flatMap((name) => [tensor(`${name}.weight`, 3, 3), tensor(`${name}.bias`, 3)]),
    );
    await expect(read(bytes, twoAlike)).rejects.toThrow('"left" and "right" could be it');
  });

  it('is refused where there is no network at all', async () => {
    const bytes = encodeSafetensors([tensor('first.weight', 3, 3)]);
    await expect(readModelFiles(new Map([['weights.safetensors', bytes]]))).rejects.toMatchObject({
      code: 'badNetwork',
      message: 'The file holds weights and no network',
      where: 'weights.safetensors',
    });
  });
});

describe('a file of Layerlab’s', () => {
  it('with the weights of a PyTorch program opens by itself as its experiment', async () => {
    const [given = expect.fail('there are cases')] = exportCases;
    const { trained } = trainedCase(given);
    const { beside } = await encoded(trained, { format: 'pytorch' });
    const [{ name, bytes } = expect.fail('there are weights')] = beside;
    const { model } = await readModelFiles(new Map([[name, bytes]]));
    expect(model?.experiment).toEqual(trained.experiment);
    const kept = [...trained.weights].filter(([each]) => each.startsWith('parameters/'));
    expect(model?.weights).toEqual(kept.map(([each, { shape, values }]) => ({ name: each, shape, values })));
  });

  it('of a checkpoint gives the layers of its names, and no state of the optimizer', async () => {
    const bytes = encodeSafetensors([
      ...[tensor('parameters/head/kernel', 3, 2), tensor('parameters/head/bias', 2)],
      tensor('optimizer/momentum/head/kernel', 3, 2),
    ]);
    const { weights, remarks } = await read(bytes, twoAlike);
    expect(weights.map(({ name }) => name)).toEqual(['parameters/head/kernel', 'parameters/head/bias']);
    expect(remarks).toEqual([expect.stringContaining('optimizer')]);
  });
});

describe('a file that is not whole is refused', () => {
  const header = (entries: object, values = 8) => {
    const json = Buffer.from(JSON.stringify(entries));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.byteLength));
    return Buffer.concat([length, json, Buffer.alloc(values)]);
  };
  const entry = (from: number, to: number, more: object = {}) => ({
    ...{ dtype: 'F32', shape: [(to - from) / 4], data_offsets: [from, to] },
    ...more,
  });
  it.each<[string, Buffer, string]>([
    ['tensors overlap', header({ a: entry(0, 8), b: entry(4, 8) }), 'inside the one before'],
    ['bytes between belong to none', header({ a: entry(4, 8) }), '4 bytes before the tensor "a"'],
    ['bytes at the end belong to none', header({ a: entry(0, 4) }), 'The last 4 bytes'],
    ['values are missing', header({ a: entry(0, 16) }), 'ends at byte 16, and there are 8'],
    [
      'shapes say otherwise',
      header({ a: entry(0, 8, { shape: [3] }) }),
      'has 8 bytes, and its shape 3 of F32 has 12',
    ],
    ['a type is none of weights', header({ a: entry(0, 8, { dtype: 'I8', shape: [8] }) }), 'holds I8'],
    ['the header is cut off', header({ a: entry(0, 8) }).subarray(0, 20), 'longer than the file'],
    ['an entry lacks its place', header({ a: { dtype: 'F32', shape: [2] } }), '"a.data_offsets"'],
    [
      'values are others than written',
      header({ __metadata__: { contentChecksum: '1' }, a: entry(0, 8) }),
      'checksum',
    ],
  ])('where %s', async (_what, bytes, words) => {
    await expect(read(bytes, twoAlike)).rejects.toMatchObject({
      code: 'badNetwork',
      message: expect.stringContaining(words) as unknown,
      where: expect.stringMatching(/^weights\.safetensors/) as unknown,
    });
  });
});
