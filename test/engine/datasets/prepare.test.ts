import { readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasetSpecSchema, type DatasetSpecInput } from '@shared/data/spec';
import { AppError } from '@shared/errors';
import { prepareDataset, previewDataset } from '../../../src-main/engine/datasets';
import { loadTrainingData } from '../../../src-main/trainer/session/data';
import { TestWorkspace } from './workspace';

const workspace = new TestWorkspace();

const preview = (spec: DatasetSpecInput, rows = 5) =>
  previewDataset(datasetSpecSchema.parse(spec), { directory: workspace.directory }, rows);

/** x = 0 … 99 and a class by turns. */
const table = Array.from({ length: 100 }, (_, index) => `${index},${index % 2 ? 'odd' : 'even'}`).join('\n');

describe('a prepared data set', () => {
  it('fits its scaling on the training examples alone', async () => {
    const path = await workspace.write('scaled.csv', table);
    const data = await workspace.load({ kind: 'csv', path, validationFraction: 0.3, testFraction: 0.2 });
    const training = [...data.splits.training];
    expect(training).toHaveLength(50);
    // Row i holds the number i.
    const mean = training.reduce((sum, value) => sum + value, 0) / 50;
    const deviation = Math.sqrt(training.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 50);
    expect(data.scaling.offset[0]).toBeCloseTo(mean, 10);
    expect(data.scaling.factor[0]).toBeCloseTo(1 / deviation, 10);
    expect(data.scaling.offset[0]).not.toBeCloseTo(49.5, 3);
  });

  it('has the same hash for the same specification in another workspace, and another for another', async () => {
    const hash = async (spec: DatasetSpecInput, directory = workspace.directory): Promise<string> =>
      (await prepareDataset(datasetSpecSchema.parse(spec), { directory })).dataset.hash;
    const first = await hash({ kind: 'moons' });
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await hash({ kind: 'moons' }, workspace.path('elsewhere'))).toBe(first);
    const others = await Promise.all([
      hash({ kind: 'moons', seed: 2 }),
      hash({ kind: 'moons', splitSeed: 2 }),
      hash({ kind: 'moons', scaling: 'standardize' }),
      hash({ kind: 'moons', validationFraction: 0.3 }),
    ]);
    expect(new Set([first, ...others]).size).toBe(5);
  });

  it('is made once', async () => {
    const { directory } = await workspace.prepare({ kind: 'circles' });
    const before = await stat(join(directory, 'inputs.bin'), { bigint: true });
    expect((await workspace.prepare({ kind: 'circles' })).directory).toBe(directory);
    const after = await stat(join(directory, 'inputs.bin'), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  it('is made once also by two calls at the same time', async () => {
    const both = await Promise.all([workspace.prepare({ kind: 'xor' }), workspace.prepare({ kind: 'xor' })]);
    expect(both[0]).toEqual(both[1]);
    expect((await readdir(workspace.directory)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect(loadTrainingData(both[0].dataset, both[0].directory).examples).toBe(1000);
  });

  it('is made anew where one of its files was damaged or taken away', async () => {
    const { directory, dataset } = await workspace.prepare({ kind: 'linear' });
    await truncate(join(directory, 'inputs.bin'), 100);
    expect((await workspace.prepare({ kind: 'linear' })).dataset).toEqual(dataset);
    expect((await stat(join(directory, 'inputs.bin'))).size).toBe(1000 * 2 * 4);
    await rm(directory, { recursive: true });
    expect((await workspace.prepare({ kind: 'linear' })).dataset).toEqual(dataset);
  });

  it('follows a file that changes, and knows the same content in a file that was only touched', async () => {
    const path = await workspace.write('changing.csv', table);
    const first = await workspace.prepare({ kind: 'csv', path });
    await utimes(path, new Date(1e12), new Date(1e12));
    expect((await workspace.prepare({ kind: 'csv', path })).dataset.hash).toBe(first.dataset.hash);
    await writeFile(path, table.replace('\n99,', '\n98,'));
    expect((await workspace.prepare({ kind: 'csv', path })).dataset.hash).not.toBe(first.dataset.hash);
  });

  it('keeps the name of each file where two hold the same', async () => {
    const specs = await Promise.all(
      ['one.csv', 'two.csv'].map(
        async (name) => ({ kind: 'csv', path: await workspace.write(name, table) }) as const,
      ),
    );
    for (const spec of [...specs, ...specs]) {
      expect(spec.path).toContain((await workspace.prepare(spec)).dataset.name);
    }
  });

  it('leaves nothing behind when it is aborted', async () => {
    const controller = new AbortController();
    const options = {
      directory: workspace.path('aborted'),
      signal: controller.signal,
      onProgress: () => {
        controller.abort(new Error('no longer wanted'));
      },
    };
    const spec = datasetSpecSchema.parse({ kind: 'renderedDigits', examples: 2000 });
    await expect(prepareDataset(spec, options)).rejects.toThrow('no longer wanted');
    expect(await readdir(options.directory)).toEqual([]);
  });

  it('leaves nothing behind when a file is bad, and the next good one is prepared', async () => {
    const directory = workspace.path('bad');
    const path = await workspace.write('bad.csv', '1,2,a\n');
    const spec = datasetSpecSchema.parse({ kind: 'csv', path });
    await expect(prepareDataset(spec, { directory })).rejects.toBeInstanceOf(AppError);
    await writeFile(path, table);
    expect((await prepareDataset(spec, { directory })).dataset.examples).toBe(100);
    expect((await readdir(directory)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('answers other work of the process while it is made', async () => {
    let turns = 0;
    const counter = setInterval(() => turns++, 5);
    await workspace.prepare({ kind: 'renderedShapes', examples: 1000 });
    clearInterval(counter);
    // Without a pause the timer would not fire before the last example is drawn.
    expect(turns).toBeGreaterThan(5);
  });

  it('is loaded as it was written', async () => {
    const { directory, dataset } = await workspace.prepare({ kind: 'function1d', testFraction: 0.1 });
    const data = loadTrainingData(dataset, directory);
    const bytes = await readFile(join(directory, 'inputs.bin'));
    expect(data.inputs[7]).toBe(bytes.readFloatLE(28));
    expect(data.targets).toBeInstanceOf(Float32Array);
    expect(data.targets).toHaveLength(500);
    const sizes = { training: 350, validation: 100, test: 50 };
    expect(dataset.splits).toEqual(sizes);
    expect(
      Object.fromEntries(Object.entries(data.splits).map(([name, split]) => [name, split.length])),
    ).toEqual(sizes);
  });

  it('is refused by the trainer where its files do not fit', async () => {
    const { directory, dataset } = await workspace.prepare({ kind: 'blobs' });
    await truncate(join(directory, 'targets.bin'), 12);
    expect(() => loadTrainingData(dataset, directory)).toThrow('12 bytes where 4000 are needed');
    expect(() => loadTrainingData(dataset, workspace.path('nowhere'))).toThrow(AppError);
  });
});

describe('a preview', () => {
  it('shows the rows of a table as they stand, the target last, and the balance of training', async () => {
    const path = await workspace.write('preview.csv', table);
    const shown = await preview({ kind: 'csv', path }, 3);
    expect(shown.rows).toEqual([
      [0, 'even'],
      [1, 'odd'],
      [2, 'even'],
    ]);
    expect(shown.classCounts).toEqual([40, 40]);
    expect(shown.images).toEqual([]);
  });

  it('shows points with their split, no more than some thousands', async () => {
    const shown = await preview({ kind: 'spirals', examples: 20_000 });
    expect(shown.points).toHaveLength(3000);
    expect(shown.points.filter(({ split }) => split === 'validation')).toHaveLength(600);
    expect(shown.points[0]?.x).toHaveLength(2);
  });

  it('shows some images of each class as their bytes', async () => {
    const shown = await preview({ kind: 'renderedShapes', examples: 200 });
    expect(shown.points).toEqual([]);
    expect(shown.rows).toEqual([]);
    expect(shown.images).toHaveLength(80);
    const data = await workspace.load({ kind: 'renderedShapes', examples: 200 });
    const first = shown.images[0];
    const bytes = Buffer.from(first?.bytes ?? '', 'base64');
    const example = data.splits.training.find((index) => data.targets[index] === first?.label) ?? -1;
    expect(new Uint8Array(bytes)).toEqual(data.inputs.slice(example * 3072, (example + 1) * 3072));
  });
});
