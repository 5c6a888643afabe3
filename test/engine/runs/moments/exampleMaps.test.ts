import { join } from 'node:path';
import { safe } from '@orpc/server';
import { expect, it } from 'vitest';
import { parseExperiment } from '@shared/experiment/parsing';
import { chain } from '@shared/experiment/templates/template';
import { layerIdSchema } from '@shared/ids';
import type { ExampleMaps } from '@shared/pictures/layers/exampleMaps';
import { momentFile } from '../../../../src-main/trainer/checkpoints/moments';
import { readTensorFile } from '../../../../src-main/trainer/checkpoints/safetensors';
import { openEngine, watchUntil } from '../../support/engine';
import { programs } from '../../support/programs';
import { temporaryFolder } from '../../support/workspace';

/** Without scaling and padding, so that a convolution can be worked out by hand from the pixels. */
const digits = parseExperiment({
  version: 1,
  name: 'digits',
  network: chain(
    { id: 'input', kind: 'input' },
    { id: 'edges', kind: 'conv2d', filters: 3, kernelSize: 3, padding: 'valid' },
    { id: 'relu', kind: 'relu' },
    { id: 'flat', kind: 'flatten' },
    { id: 'scores', kind: 'dense', units: 10 },
  ),
  dataset: { kind: 'renderedDigits', examples: 60, scaling: 'none' },
  training: { epochs: 1, batchSize: 16, optimizer: { kind: 'sgd', learningRate: 1e-6 } },
});

const [edges, relu, flat] = ['edges', 'relu', 'flat'].map((id) => layerIdSchema.parse(id));

/** A run of drawn digits, with its last moment and its first. */
async function trainedDigits(network: object = digits.network) {
  const home = temporaryFolder();
  const { client } = openEngine(home, programs);
  const { runId } = await client.runs.start({ experiment: parseExperiment({ ...digits, network }) });
  await watchUntil(client, runId);
  const steps = await client.runs.moments({ runId });
  const moments = [steps.at(-1)!, steps[0]!].map((step) => {
    const { tensors } = readTensorFile(momentFile(join(home, 'runs', runId), step));
    return { step, valuesOf: (name: string) => tensors.find((tensor) => tensor.name === name)!.values };
  });
  return { client, runId, moments };
}

it('shows what each filter of a convolution gives over a chosen image, as it is and as it was', async () => {
  const { client, runId, moments } = await trainedDigits();
  for (const { step, valuesOf } of moments) {
    const weights = {
      kernel: valuesOf('parameters/edges/kernel'),
      bias: valuesOf('parameters/edges/bias'),
    };
    const before = await client.runs.exampleMaps({ runId, step, layer: edges!, example: 3 });
    expectConvolved(before, weights, (sum) => sum);
    const after = await client.runs.exampleMaps({ runId, step, layer: relu!, example: 3 });
    expect([after.step, after.examples, after.example]).toEqual([step, 12, before.example]);
    expectConvolved(after, weights, (sum) => Math.max(0, sum));
  }
  const [third, first] = [
    await client.runs.exampleMaps({ runId, layer: edges!, example: 3 }),
    await client.runs.exampleMaps({ runId, layer: edges!, example: 0 }),
  ];
  expect(first.example.index).not.toBe(third.example.index);

  for (const wanted of [
    { layer: flat!, example: 0 },
    { layer: edges!, example: 12 },
  ]) {
    const { error } = await safe(client.runs.exampleMaps({ runId, ...wanted }));
    expect(error).toMatchObject({ data: { code: 'notFound' } });
  }
});

it('names the class of the image as the data of the run does', async () => {
  const { client } = openEngine(temporaryFolder(), programs);
  const experiment = parseExperiment({
    ...digits,
    name: 'shapes',
    dataset: { kind: 'renderedShapes', examples: 60, scaling: 'none' },
  });
  const { runId } = await client.runs.start({ experiment });
  await watchUntil(client, runId);
  const { dataset } = await client.datasets.preview({ dataset: experiment.dataset });
  for (const example of [0, 1, 2, 3]) {
    const maps = await client.runs.exampleMaps({ runId, layer: edges!, example });
    expect(maps.className).toBe(dataset.classNames[maps.example.label!]);
  }
});

it('shows the filters themselves as images, and which images excite one most, as it is and as it was', async () => {
  const { client, runId, moments } = await trainedDigits();
  for (const { step, valuesOf } of moments) {
    const kernel = valuesOf('parameters/edges/kernel');
    const picture = await client.runs.picture({ runId, step, of: 'weights' });
    if (picture.kind !== 'weights') throw new Error(`got a ${picture.kind}`);
    expect(picture).toMatchObject({ step, layer: edges, units: 3, height: 3, width: 3, channels: 1 });
    expect(picture.scale).toBe(Math.max(...kernel.map(Math.abs)));
    const bytes = Buffer.from(picture.values, 'base64');
    picture.ranges.forEach(([low, high], filter) => {
      for (let tap = 0; tap < 9; tap++) {
        const told = low + ((high - low) * bytes[filter * 9 + tap]!) / 255;
        expect(Math.abs(told - kernel[tap * 3 + filter]!)).toBeLessThanOrEqual((high - low) / 255);
      }
    });

    const images = await Promise.all(
      Array.from({ length: 12 }, (_, example) =>
        client.runs.exampleMaps({ runId, step, layer: edges!, example }),
      ),
    );
    const filter = 1;
    const bias = valuesOf('parameters/edges/bias')[filter]!;
    const strongest = images
      .map(({ example, className }) => ({ ...example, className, output: strongestSum(example.values) }))
      .sort((one, other) => other.output - one.output)
      .slice(0, 9);
    const found = await client.runs.excitingExamples({ runId, step, layer: edges!, unit: filter });
    expect([found.step, found.units, found.probed]).toEqual([step, 3, 12]);
    expect(found.examples).toEqual(
      strongest.map(({ output, ...example }) => ({
        ...example,
        output: expect.closeTo(output, 1) as number,
      })),
    );

    /** The largest sum over a window of three pixels a side, wherever it lies. */
    function strongestSum(pixels: readonly number[]): number {
      let largest = -Infinity;
      for (let place = 0; place < 26 * 26; place++) {
        const corner = Math.floor(place / 26) * 28 + (place % 26);
        let sum = bias;
        for (let tap = 0; tap < 9; tap++)
          sum += pixels[corner + Math.floor(tap / 3) * 28 + (tap % 3)]! * kernel[tap * 3 + filter]!;
        largest = Math.max(largest, sum);
      }
      return largest;
    }
  }
  const { error } = await safe(client.runs.excitingExamples({ runId, layer: edges!, unit: 3 }));
  expect(error).toMatchObject({ data: { code: 'notFound' } });
});

it.each([
  {
    // The pieces of one unit stand side by side: column unit · pieces + piece.
    layer: { id: 'first', kind: 'maxout', units: 4, pieces: 3 },
    before: [{ id: 'row', kind: 'flatten' }],
    drawn: { units: 4, pieces: 3, height: 28, width: 28 },
  },
  {
    layer: { id: 'first', kind: 'depthwiseConv2d', kernelSize: [3, 5], depthMultiplier: 2 },
    before: [],
    drawn: { units: 2, pieces: 1, height: 3, width: 5 },
  },
])('shows the weights of a first layer of $layer.kind as images', async ({ layer, before, drawn }) => {
  const { client, runId, moments } = await trainedDigits(
    chain(
      { id: 'input', kind: 'input' },
      ...before,
      layer,
      { id: 'flat', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: 10 },
    ),
  );
  const [{ step, valuesOf } = moments[1]!] = moments;
  const kernel = valuesOf('parameters/first/kernel');
  const picture = await client.runs.picture({ runId, step, of: 'weights' });
  if (picture.kind !== 'weights') throw new Error(`got a ${picture.kind}`);
  expect(picture).toMatchObject({ layer: 'first', channels: 1, ...drawn });
  const [images, pixels] = [drawn.units * drawn.pieces, drawn.height * drawn.width];
  expect(kernel).toHaveLength(images * pixels);
  const bytes = Buffer.from(picture.values, 'base64');
  expect(bytes).toHaveLength(images * pixels);
  picture.ranges.forEach(([low, high], image) => {
    for (const pixel of [0, 1, 7, pixels - 1]) {
      const told = low + ((high - low) * bytes[image * pixels + pixel]!) / 255;
      expect(Math.abs(told - kernel[pixel * images + image]!)).toBeLessThanOrEqual((high - low) / 255);
    }
  });
});

it('says that a unit gives no finite numbers, and not that it gives 0', async () => {
  const { client } = openEngine(temporaryFolder(), programs);
  const optimizer = { kind: 'sgd', learningRate: 1e38 } as const;
  const { runId } = await client.runs.start({
    experiment: { ...digits, training: { ...digits.training, optimizer } },
  });
  await watchUntil(client, runId);
  const step = (await client.runs.moments({ runId })).at(-1) ?? 0;
  expect(step).toBeGreaterThan(0);
  const { error } = await safe(client.runs.excitingExamples({ runId, step, layer: edges!, unit: 0 }));
  expect(error).toMatchObject({ data: { code: 'diverged', where: 'edges' } });
});

/** Holds the maps against the sums over each window of three pixels a side. */
function expectConvolved(
  { example, height, width, channels, ranges, values }: ExampleMaps,
  { kernel, bias }: { readonly kernel: ArrayLike<number>; readonly bias: ArrayLike<number> },
  activation: (sum: number) => number,
): void {
  expect([example.shape, height, width, channels]).toEqual([[28, 28, 1], 26, 26, 3]);
  const bytes = Buffer.from(values, 'base64');
  expect(bytes).toHaveLength(3 * 26 * 26);
  const taps = Array.from({ length: 9 }, (_, tap) => [Math.floor(tap / 3), tap % 3] as const);
  for (const [filter, [low, high]] of ranges.entries()) {
    // From a corner over the middle, where the digit is, to the opposite corner.
    for (const place of [0, 8, 13, 17, 25]) {
      const sum = taps.reduce(
        (sum, [row, column], tap) =>
          sum + example.values[(place + row) * 28 + place + column]! * kernel[tap * 3 + filter]!,
        bias[filter]!,
      );
      const told = low + ((high - low) * bytes[(filter * 26 + place) * 26 + place]!) / 255;
      expect(Math.abs(told - activation(sum))).toBeLessThan((high - low) / 255 + 1e-3);
    }
  }
}
