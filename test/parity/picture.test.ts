import { sizeOf } from '@shared/ops/shape';
import type { Picture, PictureKind } from '@shared/pictures/catalogue';
import { describe, expect, it } from 'vitest';
import { createCompiledSession } from '../../src-main/trainer/compile';
import { Pace } from '../../src-main/trainer/run/pacing/pace';
import { drawPicture } from '../../src-main/trainer/run/pictures';
import type { SessionRequest, StateTensor } from '../../src-main/trainer/session/session';
import { chain, randomData, requestOf } from './support/requests';

/** Draws one dense layer of known weights. */
function draw(weights: Readonly<Record<string, readonly number[]>>): Drawn {
  const { kernel = [], bias = [] } = weights;
  const units = bias.length;
  const features = kernel.length / units;
  const task = features === 1 ? ({ task: 'regression' } as const) : { classes: 2 };
  const data = randomData({ inputShape: [features], ...task });
  const request = requestOf(chain({ kind: 'dense', units }), {}, data);
  return drawNetwork(request, [
    { name: 'parameters/layer0/kernel', shape: [features, units], values: Float32Array.from(kernel) },
    { name: 'parameters/layer0/bias', shape: [units], values: Float32Array.from(bias) },
  ]);
}

interface Drawn {
  readonly picture: Picture;
  readonly turns: number;
}

/** Draws to the end. @returns the picture and how often it gave way meanwhile */
function drawNetwork(request: SessionRequest, state: readonly StateTensor[], of?: PictureKind): Drawn {
  const session = createCompiledSession(request);
  try {
    session.writeState(state);
    const outputs = sizeOf(request.network.outputShape ?? []);
    const source = { ...request, session, outputs, givesProbabilities: false };
    const slices = drawPicture(source, 1, new Pace(), of);
    for (let turns = 0; ; turns++) {
      const { done, value } = slices.next();
      if (done) return { picture: value, turns };
    }
  } finally {
    session.dispose();
  }
}

describe('a picture of a network whose weights are known is drawn between other work, and shows', () => {
  it('the boundary where its classes are equally probable', () => {
    // Scores 3x − y and 0: the first class has the probability σ(3x − y).
    const { picture, turns } = draw({ kernel: [3, 0, -1, 0], bias: [0, 0] });
    expect(turns).toBeGreaterThan(0);
    if (picture.kind !== 'boundary') throw new Error(`a ${picture.kind} was drawn`);
    const { columns, rows, xRange, yRange, probabilities } = picture;
    expect(probabilities).toHaveLength(columns * rows * 2);
    const at = ([from, to]: readonly [number, number], place: number, count: number) =>
      from + ((to - from) * place) / (count - 1);
    for (let cell = 0; cell < columns * rows; cell++) {
      const score = 3 * at(xRange, cell % columns, columns) - at(yRange, Math.floor(cell / columns), rows);
      const first = 1 / (1 + Math.exp(-score));
      // Told in thousandths.
      expect(Math.abs((probabilities[2 * cell] ?? NaN) - first)).toBeLessThan(6e-4);
      expect(Math.abs((probabilities[2 * cell + 1] ?? NaN) - (1 - first))).toBeLessThan(6e-4);
    }
  });

  it('the line that it has learned', () => {
    const { picture, turns } = draw({ kernel: [-2], bias: [0.5] });
    expect(turns).toBeGreaterThan(0);
    if (picture.kind !== 'fit') throw new Error(`a ${picture.kind} was drawn`);
    expect(picture.y).toHaveLength(picture.x.length);
    picture.x.forEach((x, place) => expect(picture.y[place]).toBeCloseTo(0.5 - 2 * x, 5));
  });

  it('what each hidden unit adds to the line, which with the bias is all of it', () => {
    const data = randomData({ inputShape: [1], task: 'regression' });
    const request = requestOf(
      chain({ kind: 'dense', units: 2 }, { kind: 'relu' }, { kind: 'dense', units: 1 }),
      {},
      data,
    );
    const { picture } = drawNetwork(
      request,
      [
        { name: 'parameters/layer0/kernel', shape: [1, 2], values: Float32Array.of(1, -1) },
        { name: 'parameters/layer2/kernel', shape: [2, 1], values: Float32Array.of(3, 0.5) },
        { name: 'parameters/layer2/bias', shape: [1], values: Float32Array.of(-1) },
      ],
      'parts',
    );
    if (picture.kind !== 'parts') throw new Error(`a ${picture.kind} was drawn`);
    const { x, y, ranges, values, ...rest } = picture;
    expect(rest).toEqual({ kind: 'parts', step: 1, layer: 'layer1', units: 2, bias: -1 });
    const bytes = Buffer.from(values, 'base64');
    const partOf = (unit: number, place: number) => {
      const [low, high] = ranges[unit] ?? [NaN, NaN];
      return low + ((high - low) * (bytes[unit * x.length + place] ?? NaN)) / 255;
    };
    x.forEach((at, place) => {
      expect(Math.abs(partOf(0, place) - 3 * Math.max(0, at))).toBeLessThan(0.05);
      expect(Math.abs(partOf(1, place) - 0.5 * Math.max(0, -at))).toBeLessThan(0.05);
      expect(Math.abs(partOf(0, place) + partOf(1, place) - 1 - (y[place] ?? NaN))).toBeLessThan(0.05);
    });
  });

  it('each unit of a small net over the plane, with the weights that lead to it', () => {
    const data = randomData({ inputShape: [2], classes: 2 });
    const request = requestOf(
      chain({ kind: 'dense', units: 2 }, { kind: 'relu' }, { kind: 'dense', units: 2 }),
      {},
      data,
    );
    const state = [
      // The first unit gives x − y, the second 2y.
      { name: 'parameters/layer0/kernel', shape: [2, 2], values: Float32Array.of(1, 0, -1, 2) },
      { name: 'parameters/layer2/bias', shape: [2], values: Float32Array.of(-1, 0.25) },
    ];
    const { picture } = drawNetwork(request, state, 'units');
    if (picture.kind !== 'units') throw new Error(`a ${picture.kind} was drawn`);
    const { columns, side, xRange, yRange } = picture;
    expect(
      columns.map(({ layer, dense, units, kernel, bias }) => [layer, dense, units, kernel, bias]),
    ).toEqual([
      ['input', null, 2, [], []],
      ['layer1', 'layer0', 2, [1, 0, -1, 2], [0, 0]],
      ['layer2', 'layer2', 2, [0, 0, 0, 0], [-1, 0.25]],
    ]);
    expect(columns[0]?.ranges[1]).toEqual([expect.closeTo(yRange[0], 5), expect.closeTo(yRange[1], 5)]);
    // The first hidden unit gives most where x is largest and y smallest, in the last place of the lowest row.
    const [low, high] = columns[1]?.ranges[0] ?? [NaN, NaN];
    expect([low, high]).toEqual([0, expect.closeTo(xRange[1] - yRange[0], 5)]);
    expect(Buffer.from(columns[1]?.values ?? '', 'base64')[side - 1]).toBe(255);
    expect(columns[2]?.ranges).toEqual([
      [-1, -1],
      [0.25, 0.25],
    ]);
  });

  it('the weights of each unit of a dense layer on an image, as that image', () => {
    // Two rows of three pixels, and two units: one looks at the left column, one at single pixels.
    const units = [
      [4, 0, 0, 4, 0, 0],
      [0, -1, 0, 0, 0, 1],
    ];
    const kernel = Float32Array.from({ length: 12 }, (_, at) => units[at % 2]?.[Math.floor(at / 2)] ?? NaN);
    const data = randomData({ inputShape: [2, 3, 1], classes: 2 });
    const request = requestOf(chain({ kind: 'flatten' }, { kind: 'dense', units: 2 }), {}, data);
    const state = [{ name: 'parameters/layer1/kernel', shape: [6, 2], values: kernel }];
    const { picture } = drawNetwork(request, state, 'weights');
    expect(picture).toMatchObject({
      ...{ kind: 'weights', layer: 'layer1', units: 2, height: 2, width: 3, channels: 1, scale: 4 },
      ranges: [
        [0, 4],
        [-1, 1],
      ],
    });
    expect(bytesOf(picture)).toEqual([255, 0, 0, 255, 0, 0, 128, 0, 128, 128, 128, 255]);
    expect(drawNetwork(request, state).picture.kind).toBe('confusion');
  });

  it('the filters of a convolution on an image in colors, red, green and blue of each place side by side', () => {
    // A window of one row and two columns; the filters' weights by place and color.
    const filters = [
      [1, 2, 3, 4, 5, 6],
      [-5, 0, 0, 0, 0, 0],
    ];
    const kernel = Float32Array.from({ length: 12 }, (_, at) => filters[at % 2]?.[Math.floor(at / 2)] ?? NaN);
    const convolution = { kind: 'conv2d', filters: 2, kernelSize: [1, 2] };
    const data = randomData({ inputShape: [2, 2, 3], classes: 2 });
    const request = requestOf(chain(convolution, { kind: 'flatten' }, { kind: 'dense', units: 2 }), {}, data);
    const state = [{ name: 'parameters/layer0/kernel', shape: [1, 2, 3, 2], values: kernel }];
    const { picture } = drawNetwork(request, state, 'weights');
    expect(picture).toMatchObject({ layer: 'layer0', height: 1, width: 2, channels: 3, scale: 6 });
    expect(bytesOf(picture)).toEqual([0, 51, 102, 153, 204, 255, 0, 255, 255, 255, 255, 255]);
  });

  it('and refuses a picture that shows nothing of the net, with those that do', () => {
    const data = randomData({ inputShape: [2], classes: 2 });
    const request = requestOf(chain({ kind: 'dense', units: 2 }), {}, data);
    expect(() => drawNetwork(request, [], 'weights')).toThrow(
      expect.objectContaining({
        code: 'notFound',
        remedy: 'Choose one of those there are: boundary, confusion, units.',
      }),
    );
  });
});

function bytesOf(picture: Picture): number[] {
  if (picture.kind !== 'weights') throw new Error(`a ${picture.kind} was drawn`);
  return [...Buffer.from(picture.values, 'base64')];
}
