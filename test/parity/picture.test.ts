import type { Picture } from '@shared/pictures/catalogue';
import { describe, expect, it } from 'vitest';
import { createCompiledSession } from '../../src-main/trainer/compile';
import { Pace } from '../../src-main/trainer/run/pacing/pace';
import { drawPicture } from '../../src-main/trainer/run/pictures';
import { chain, randomData, requestOf } from './support/requests';

/** Draws to the end. @returns the picture and how often it gave way meanwhile */
function draw(weights: Readonly<Record<string, readonly number[]>>): { picture: Picture; turns: number } {
  const { kernel = [], bias = [] } = weights;
  const units = bias.length;
  const features = kernel.length / units;
  const task = features === 1 ? ({ task: 'regression' } as const) : { classes: 2 };
  const data = randomData({ inputShape: [features], ...task });
  const request = requestOf(chain({ kind: 'dense', units }), {}, data);
  const session = createCompiledSession(request);
  try {
    session.writeState([
      { name: 'parameters/layer0/kernel', shape: [features, units], values: Float32Array.from(kernel) },
      { name: 'parameters/layer0/bias', shape: [units], values: Float32Array.from(bias) },
    ]);
    const source = { ...request, session, outputs: units, givesProbabilities: false };
    const slices = drawPicture(source, 1, new Pace());
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
});
