import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '@shared/experiment/parsing';
import { layerIdSchema, runIdSchema, type RunId } from '@shared/ids';
import type { PictureOf } from '@shared/pictures/catalogue';
import type { RunMoment } from '@shared/pictures/runMoment';
import type { WeightTry } from '@shared/pictures/weightTry';
import { observationSteps } from '@shared/training/observation';
import type { EngineClient } from '../../../../src-main/processes/engineClient';
import { keptSteps, momentFile } from '../../../../src-main/trainer/checkpoints/moments';
import { readTensorFile } from '../../../../src-main/trainer/checkpoints/safetensors';
import { smallNetwork } from '../../../support/experiments';
import { openEngine, trainersOf, watchUntil } from '../../support/engine';
import { programs } from '../../support/programs';
import { folderForAll } from '../../support/workspace';

/** Without scaling, so that what a unit gives can be worked out by hand. */
const moons = parseExperiment({
  version: 1,
  name: 'moons',
  network: smallNetwork(5),
  dataset: { kind: 'moons', examples: 100, scaling: 'none' },
  training: { epochs: 4, batchSize: 20, optimizer: { kind: 'adam', learningRate: 0.05 } },
});

const { network: twoUnits } = parseExperiment({ ...moons, network: smallNetwork(2) });

describe('the moments of a run', () => {
  const home = folderForAll();
  let looked: RunId | undefined;

  /** An engine, and a run for all who only look at it. */
  async function trainedMoons() {
    const { client } = openEngine(home, programs);
    if (looked === undefined) {
      const { runId } = await client.runs.start({ experiment: moons });
      await watchUntil(client, runId);
      looked = runId;
    }
    return { client, runId: looked };
  }

  it('are kept at the steps at which it is seen, and show it as it was then', async () => {
    const { client, runId } = await trainedMoons();
    const kept = await client.runs.moments({ runId });
    expect(kept).toEqual(observationSteps({ stepsPerEpoch: 4, epochs: 4 }));

    const [first, last] = [kept[0]!, kept.at(-1)!];
    const now = await client.runs.moment({ runId });
    for (const step of [last, first, last]) {
      const then = await client.runs.moment({ runId, step });
      expect(then.step).toBe(step);
      expectAsWorkedOut(then, join(home, 'runs', runId), step);
    }
    // Looking back changes nothing of what is told of the run's checkpoint.
    expect(await client.runs.moment({ runId })).toEqual(now);

    const { error } = await safe(client.runs.moment({ runId, step: 1_000_000 }));
    expect(error).toMatchObject({ data: { code: 'notFound' } });
    const unknown = runIdSchema.parse('2222222222');
    expect((await safe(client.runs.moments({ runId: unknown }))).error).toMatchObject({
      data: { code: 'notFound' },
    });
  });

  it('tell what the net answers on the grid as the picture has it, also where that is not wanted', async () => {
    const { client, runId } = await trainedMoons();
    const { warped, picture } = await client.runs.moment({ runId });
    if (picture?.kind !== 'boundary') throw new Error('there is no boundary');
    const { side, answers } = warped!;
    const bytes = Buffer.from(answers!.probabilities, 'base64');
    expect(bytes).toHaveLength(side * side * picture.classes);
    const cornersOf = (columns: number) => [0, columns - 1, columns * (columns - 1), columns * columns - 1];
    const drawn = cornersOf(picture.columns).map((cell) => picture.probabilities[cell * picture.classes]!);
    cornersOf(side).forEach((point, at) =>
      expect(Math.abs(bytes[point * picture.classes]! / 255 - drawn[at]!)).toBeLessThan(0.003),
    );
    const without = await client.runs.moment({ runId, picture: false });
    expect(without.picture).toBeNull();
    expect(without.warped).toEqual(warped);
  });

  it('are drawn for the one layer that is looked at, or for none, where that is asked', async () => {
    const { client, runId } = await trainedMoons();
    const all = await client.runs.moment({ runId });
    const layer = all.maps!.layers.at(-1)!.layer;
    const one = await client.runs.moment({ runId, layer });
    const of = (layers: readonly { readonly layer: string }[]) =>
      layers.filter((each) => each.layer === layer);
    expect(one).toEqual({
      ...all,
      maps: { ...all.maps, layers: of(all.maps!.layers) },
      warped: { ...all.warped, layers: of(all.warped!.layers) },
    });
    expect(one.maps!.layers).toHaveLength(1);
    expect(await client.runs.moment({ runId, layer: null })).toEqual({ ...all, maps: null, warped: null });
  });

  it('show where a layer of two units puts the plane and the examples behind it', async () => {
    const { client } = openEngine(home, programs);
    const { runId } = await client.runs.start({ experiment: { ...moons, network: twoUnits } });
    await watchUntil(client, runId);
    const step = (await client.runs.moments({ runId })).at(-1)!;
    const { maps, warped } = await client.runs.moment({ runId, step });
    const { kernel, bias } = hiddenWeights(join(home, 'runs', runId), step);
    const { side, labels, layers } = warped!;
    // A fifth of the examples is for validation.
    expect(labels).toHaveLength(20);
    expect(layers.map(({ layer, units, share }) => [layer, units, share])).toEqual([
      ['hidden', 2, 1],
      ['relu', 2, 1],
    ]);
    for (const { layer, points, ...ranges } of layers) {
      const steps = new Uint16Array(Uint8Array.from(Buffer.from(points, 'base64')).buffer);
      expect(steps).toHaveLength(2 * (side * side + labels.length));
      for (const point of [0, side - 1, 17, side * side - 1]) {
        const [x, y] = [
          between(maps!.xRange, point % side, side),
          between(maps!.yRange, Math.floor(point / side), side),
        ];
        for (const [unit, [low, high]] of [ranges.xRange, ranges.yRange].entries()) {
          const sum = x * kernel[unit]! + y * kernel[2 + unit]! + bias[unit]!;
          const told = low + ((high - low) * steps[2 * point + unit]!) / 65_535;
          expect(told).toBeCloseTo(layer === 'relu' ? Math.max(0, sum) : sum, 3);
        }
      }
    }
  });

  it('show what a weight changed by hand would do, which changes nothing of the run', async () => {
    const { client } = openEngine(home, programs);
    const { runId } = await client.runs.start({ experiment: moons });
    const during = await safe(client.runs.picture({ runId, of: 'units', tries: [biasOf(1, 7)] }));
    expect(during.error).toMatchObject({ data: { code: 'notAllowedNow' } });
    await watchUntil(client, runId);
    const before = await client.runs.get({ runId });
    for (const step of [null, 4]) {
      const own = await unitsOf(client, runId, step);
      const tried = await unitsOf(client, runId, step, [biasOf(1, 7)]);
      const [, hidden, output] = tried.columns;
      expect(hidden?.bias).toEqual(own.columns[1]?.bias.with(1, 7));
      expect(hidden?.kernel).toEqual(own.columns[1]?.kernel);
      expect(output?.ranges).not.toEqual(own.columns[2]?.ranges);
      expect(await unitsOf(client, runId, step)).toEqual(own);
    }
    expect(await client.runs.get({ runId })).toEqual(before);
    const large = await safe(client.runs.picture({ runId, of: 'units', tries: [biasOf(1, 1e39)] }));
    expect(large.error).toMatchObject({
      data: { code: 'badArgument', message: expect.stringMatching(/A weight is between/) as string },
    });
    const { error } = await safe(client.runs.picture({ runId, of: 'units', tries: [biasOf(5, 7)] }));
    expect(error).toMatchObject({ data: { code: 'notFound' } });
  });

  it('are drawn by two processes at the most, however many are asked for at once', async () => {
    const { client } = openEngine(home, programs);
    const ids: RunId[] = [];
    for (const seed of [1, 2, 3]) {
      const experiment = { ...moons, training: { ...moons.training, epochs: 1, seed } };
      const { runId } = await client.runs.start({ experiment });
      await watchUntil(client, runId);
      ids.push(runId);
    }
    await expect.poll(() => trainersOf(process.pid)).toEqual([]);
    let most = 0;
    const counting = setInterval(() => (most = Math.max(most, trainersOf(process.pid).length)), 20);
    try {
      const asked = ids.flatMap((id) => [null, 4].map((step) => client.runs.picture({ runId: id, step })));
      const givingUp = new AbortController();
      const givenUp = safe(client.runs.picture({ runId: ids[0]!, step: 1 }, { signal: givingUp.signal }));
      givingUp.abort();
      const pictures = await Promise.all(asked);
      expect(pictures.map(({ step }) => step)).toEqual([4, 4, 4, 4, 4, 4]);
      expect((await givenUp).error).not.toBeNull();
    } finally {
      clearInterval(counting);
    }
    expect(most).toBe(2);
  });

  it('are not kept of a run that is not to be observed', async () => {
    const { client } = openEngine(home, programs);
    const experiment = { ...moons, training: { ...moons.training, observation: 'off' as const } };
    const { runId } = await client.runs.start({ experiment });
    await watchUntil(client, runId);
    expect(await client.runs.moments({ runId })).toEqual([]);
    expect(existsSync(join(home, 'runs', runId, 'moments'))).toBe(false);
  });
});

/** The bias of a hidden unit, changed by hand. */
function biasOf(place: number, value: number): WeightTry {
  return { layer: layerIdSchema.parse('hidden'), weight: 'bias', place, value };
}

async function unitsOf(
  client: EngineClient,
  runId: RunId,
  step: number | null,
  tries?: WeightTry[],
): Promise<PictureOf<'units'>> {
  const picture = await client.runs.picture({ runId, step, of: 'units', ...(tries && { tries }) });
  if (picture.kind !== 'units') throw new Error(`got a ${picture.kind}`);
  return picture;
}

/** The place of `index` of `count` that divide a range evenly. */
const between = ([from, to]: readonly [number, number], index: number, count: number) =>
  from + ((to - from) * index) / (count - 1);

/** Of the layer `hidden`, as they were kept. */
function hiddenWeights(runDirectory: string, step: number) {
  const { tensors } = readTensorFile(momentFile(runDirectory, step));
  const valuesOf = (name: string) =>
    tensors.find((tensor) => tensor.name === `parameters/hidden/${name}`)!.values;
  return { kernel: valuesOf('kernel'), bias: valuesOf('bias') };
}

/** Holds the maps against x·W + b and its ReLU over the same grid. */
function expectAsWorkedOut({ maps }: RunMoment, runDirectory: string, step: number): void {
  const { kernel, bias } = hiddenWeights(runDirectory, step);
  const { side, xRange, yRange, layers } = maps!;
  expect(layers.map(({ layer, units }) => [layer, units])).toEqual([
    ['hidden', 5],
    ['relu', 5],
  ]);
  for (const { layer, ranges, values } of layers) {
    const bytes = Buffer.from(values, 'base64');
    for (const [unit, [low, high]] of ranges.entries()) {
      for (const point of [0, 17, side * side - 1]) {
        const [x, y] = [between(xRange, point % side, side), between(yRange, Math.floor(point / side), side)];
        const sum = x * kernel[unit]! + y * kernel[5 + unit]! + bias[unit]!;
        const expected = layer === 'relu' ? Math.max(0, sum) : sum;
        const told = low + ((high - low) * bytes[unit * side * side + point]!) / 255;
        expect(Math.abs(told - expected)).toBeLessThan((high - low) / 255 + 1e-5);
      }
    }
  }
}

describe('the weights that are kept of a run', () => {
  const steps = Array.from({ length: 80 }, (_, place) => place * 3);

  it('are all where they are small, and else evenly as many as fit into 20 MB, the last one among them', () => {
    expect(keptSteps(steps, 1000).size).toBe(80);
    const some = [...keptSteps(steps, 2 ** 20)];
    expect(some.length * 2 ** 20).toBeLessThanOrEqual(20 * 2 ** 20);
    expect(some.length).toBeGreaterThan(15);
    expect(some.at(-1)).toBe(steps.at(-1));
    expect(new Set(some.slice(1).map((step, place) => step - some[place]!)).size).toBe(1);
  });

  it('are none where only a few would fit', () => {
    expect(keptSteps(steps, 10 * 2 ** 20).size).toBe(0);
  });
});
