import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { inferNetwork } from '@shared/network/inference';
import { resolveTraining } from '@shared/training/resolve';
import { trainingConfigSchema } from '@shared/training/config';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readModelAt, readModelFiles } from '../../../src-main/engine/imports';
import { createEagerSession } from '../../../src-main/trainer/eager';
import { temporaryFolder } from '../support/workspace';

interface Expected {
  readonly name: string;
  /** Keras's own. */
  readonly parameterCount: number;
  readonly trainableCount: number;
  readonly inputShape: readonly number[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly files: readonly string[];
}

const folder = join(import.meta.dirname, '../../fixtures/keras_files');
const models = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as Expected[];
const files = models.flatMap((expected) => expected.files.map((file) => ({ file, expected })));

async function opened(file: string) {
  const { model } = await readModelAt(join(folder, file));
  if (model === null) throw new Error('a layer is not known');
  return model;
}

/** What the network answers with the weights of the file, by the eager reference. */
function outputsOf(
  { network, weights }: Awaited<ReturnType<typeof opened>>,
  { inputShape, inputs }: Expected,
) {
  const examples = 2;
  const session = createEagerSession({
    network: inferNetwork(network, { inputShape }),
    training: resolveTraining(trainingConfigSchema.parse({ loss: 'meanSquaredError' })),
    data: {
      task: 'regression',
      classes: 0,
      examples,
      inputs: Float32Array.from(inputs),
      inputShape,
      targets: new Float32Array(examples),
      targetSize: 1,
      splits: { training: Int32Array.of(0, 1), validation: new Int32Array(), test: new Int32Array() },
      scaling: { offset: [0], factor: [1] },
    },
  });
  try {
    session.writeState(weights);
    return [...session.predictExamples(Int32Array.of(0, 1))];
  } finally {
    session.dispose();
  }
}

describe.each(files)('$file', ({ file, expected }) => {
  it('opens with Keras’s counts of parameters, all and trained', async () => {
    const { inferred } = await opened(file);
    expect(inferred.totals).toMatchObject({
      parameterCount: expected.parameterCount,
      trainableCount: expected.trainableCount,
    });
  });
  it('answers as Keras does, within 1e-5', async () => {
    const outputs = outputsOf(await opened(file), expected);
    expect(outputs).toHaveLength(expected.outputs.length);
    const apart = outputs.map((value, index) => Math.abs(value - (expected.outputs[index] ?? NaN)));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  });
  it('leaves no weight of the file out', async () => {
    const { remarks } = await opened(file);
    expect(remarks.filter((remark) => remark.includes('left out'))).toEqual([]);
  });
});

describe('models inside a model', () => {
  it('of Teachable Machine’s shape are folded blocks, the body frozen', async () => {
    const { network } = await opened('nested.keras');
    expect(network.blocks?.map(({ name, folded }) => ({ name, folded }))).toEqual([
      { name: 'body', folded: true },
      { name: 'head', folded: true },
    ]);
    expect(network.layers.filter(({ trainable }) => trainable === false).map(({ kind }) => kind)).toEqual([
      ...['conv2d', 'batchNormalization', 'depthwiseConv2d'],
    ]);
  });
});

describe('a damaged file', () => {
  it('whose description is larger than any model’s is not unpacked', async () => {
    const archive = new ZipFile();
    archive.addBuffer(Buffer.alloc(70_000_000), 'config.json');
    archive.end();
    const bytes = await buffer(archive.outputStream);
    expect(bytes.byteLength).toBeLessThan(100_000);
    await expect(readModelFiles(new Map([['bomb.keras', bytes]]))).rejects.toMatchObject({
      code: 'badNetwork',
      message: 'config.json is too large',
    });
  });

  it('on the disk is named by its path', async () => {
    const path = join(temporaryFolder(), 'cut.keras');
    writeFileSync(path, readFileSync(join(folder, 'convnet.keras')).subarray(0, 5000));
    await expect(readModelAt(path)).rejects.toMatchObject({ code: 'badNetwork', where: path });
  });
});

it('a file is not called damaged where the process that reads it cannot be started', async () => {
  const [{ file } = expect.fail('there are files')] = files;
  // Node refuses to start with an option that it does not know.
  vi.stubEnv('NODE_OPTIONS', '--no-such-option');
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(readModelAt(join(folder, file))).rejects.toMatchObject({
    message: expect.stringContaining('could not be started') as unknown,
  });
});
