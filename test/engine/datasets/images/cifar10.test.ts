import { copyFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cifarClassNames, writeCifar } from '../../../fixtures/data/writeCifar';
import { TestWorkspace } from '../workspace';

const workspace = new TestWorkspace();
const recordBytes = 3073;
let folder = '';

beforeAll(async () => {
  folder = await writeCifar(workspace.path('cifar-10-batches-bin'), {
    batches: 3,
    imagesPerBatch: 40,
    testImages: 20,
  });
});

/** Red, green and blue of a pixel as the file has them. */
async function pixelInFile(batch: string, image: number, row: number, column: number): Promise<number[]> {
  const bytes = await readFile(join(folder, batch));
  return [0, 1, 2].map((plane) => bytes[image * recordBytes + 1 + plane * 1024 + row * 32 + column] ?? NaN);
}

describe('CIFAR-10', () => {
  it('turns planes into pixels, batch after batch, the test batch last', async () => {
    const data = await workspace.load({ kind: 'cifar10', path: folder });
    const pixel = (image: number, row: number, column: number): number[] => {
      const first = image * 3072 + (row * 32 + column) * 3;
      return [...data.inputs.subarray(first, first + 3)];
    };
    expect(data.inputShape).toEqual([32, 32, 3]);
    expect(data.inputs).toBeInstanceOf(Uint8Array);
    expect(data.examples).toBe(140);
    expect(pixel(0, 0, 0)).toEqual(await pixelInFile('data_batch_1.bin', 0, 0, 0));
    expect(pixel(45, 7, 31)).toEqual(await pixelInFile('data_batch_2.bin', 5, 7, 31));
    expect(pixel(133, 31, 2)).toEqual(await pixelInFile('test_batch.bin', 13, 31, 2));
    expect([...data.targets.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  });

  it('tests on its own test batch and shares out the others by class', async () => {
    const data = await workspace.load({ kind: 'cifar10', path: folder, validationFraction: 0.25 });
    expect([...data.splits.test].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => 120 + index),
    );
    for (let label = 0; label < 10; label++) {
      const ofClass = (indices: Int32Array): number =>
        indices.filter((index) => data.targets[index] === label).length;
      expect(ofClass(data.splits.training)).toBe(9);
      expect(ofClass(data.splits.validation)).toBe(3);
    }
  });

  it('cuts the test split from the batches where a share is asked for', async () => {
    const { dataset } = await workspace.prepare({ kind: 'cifar10', path: folder, testFraction: 0.25 });
    expect(dataset.examples).toBe(120);
    expect(dataset.splits).toEqual({ training: 66, validation: 24, test: 30 });
  });

  it('standardizes each channel by the training images alone', async () => {
    const data = await workspace.load({ kind: 'cifar10', path: folder });
    for (let channel = 0; channel < 3; channel++) {
      const values: number[] = [];
      for (const image of data.splits.training) {
        for (let pixel = 0; pixel < 1024; pixel++)
          values.push(data.inputs[image * 3072 + pixel * 3 + channel] ?? NaN);
      }
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(data.scaling.offset[channel]).toBeCloseTo(mean, 8);
      expect(data.scaling.factor[channel]).toBeCloseTo(1 / Math.sqrt(variance), 8);
    }
  });

  it('takes its class names from batches.meta.txt, else the ten known ones', async () => {
    const own = await writeCifar(workspace.path('own'), { batches: 1, imagesPerBatch: 40, testImages: 0 });
    const names = 'a b c d e f g h i j'.split(' ');
    await writeFile(join(own, 'batches.meta.txt'), `${names.join('\n')}\n`);
    expect((await workspace.prepare({ kind: 'cifar10', path: own })).dataset.classNames).toEqual(names);
    await rm(join(own, 'batches.meta.txt'));
    const known = await workspace.prepare({
      kind: 'cifar10',
      path: join(own, 'data_batch_1.bin'),
      splitSeed: 2,
    });
    expect(known.dataset.classNames).toEqual(cifarClassNames);
  });

  it('is found in the folder that the unpacked one lies in', async () => {
    const direct = await workspace.prepare({ kind: 'cifar10', path: folder });
    const { dataset, directory } = await workspace.prepare({ kind: 'cifar10', path: workspace.root });
    expect({ dataset, directory }).toEqual({ dataset: direct.dataset, directory: direct.directory });
  });

  it('refuses a batch of a wrong size', async () => {
    const broken = workspace.path('broken');
    await mkdir(broken);
    await copyFile(join(folder, 'data_batch_1.bin'), join(broken, 'data_batch_1.bin'));
    await truncate(join(broken, 'data_batch_1.bin'), 10 * recordBytes + 7);
    const error = await workspace.refusal({ kind: 'cifar10', path: broken });
    expect(error).toMatchObject({ code: 'badDataset', where: join(broken, 'data_batch_1.bin') });
    expect(error.message).toContain('30,737 bytes, which is 10 images of 3,073 bytes and 7 bytes more');
  });

  it('refuses a label that is no class, with its place', async () => {
    const bytes = await readFile(join(folder, 'data_batch_1.bin'));
    bytes[4 * recordBytes] = 77;
    const path = await workspace.write('label.bin', bytes);
    const error = await workspace.refusal({ kind: 'cifar10', path });
    expect(error.message).toContain('label 77');
    expect(error.where).toBe(`${path}, byte ${4 * recordBytes}`);
  });

  it('names a folder that is missing and the nearest one there is', async () => {
    const path = workspace.path('gone/cifar');
    const error = await workspace.refusal({ kind: 'cifar10', path });
    expect(error).toMatchObject({ code: 'badDataset', where: path });
    expect(error.remedy).toContain(`${workspace.root};`);
  });

  it('says what it looked for in a folder without batches', async () => {
    const empty = workspace.path('empty');
    await mkdir(empty);
    const error = await workspace.refusal({ kind: 'cifar10', path: empty });
    expect(error).toMatchObject({ code: 'badDataset', where: empty });
    expect(error.message).toContain('data_batch_1.bin');
  });
});
