import { describe, expect, it } from 'vitest';
import { bandOf, thinBand } from '@shared/runs/curves/band';

describe('the curves of several runs as one', () => {
  it('have at each step the mean, the deviation and the extremes of the runs that have it', () => {
    const band = bandOf([
      { steps: [1, 2, 3], values: [1, 2, 3] },
      { steps: [1, 2], values: [3, 2] },
      { steps: [2, 4], values: [5, 7] },
    ]);
    expect(Array.from(band.steps)).toEqual([1, 2, 3, 4]);
    expect(Array.from(band.counts)).toEqual([2, 3, 1, 1]);
    expect(Array.from(band.means)).toEqual([2, 3, 3, 7]);
    expect(Array.from(band.deviations)).toEqual([Math.SQRT2, Math.sqrt(3), 0, 0]);
    expect(Array.from(band.lows)).toEqual([1, 2, 3, 7]);
    expect(Array.from(band.highs)).toEqual([3, 5, 3, 7]);
  });

  it('have a gap where a run’s value was no number: the others’ mean would flatter', () => {
    const band = bandOf([
      { steps: [1, 2], values: [1, NaN] },
      { steps: [1, 2], values: [2, 2] },
    ]);
    expect(Array.from(band.means)).toEqual([1.5, NaN]);
    expect(Array.from(band.highs)).toEqual([2, NaN]);
    expect(Array.from(band.counts)).toEqual([2, 2]);
  });

  it('keep every extreme of any run when they are thinned', () => {
    const steps = Array.from({ length: 10_000 }, (_, place) => place + 1);
    const flat = steps.map(() => 1);
    const spiked = steps.map((step) => (step === 5003 ? 90 : step === 7001 ? -90 : 1));
    const thinned = thinBand(
      bandOf([
        { steps, values: flat },
        { steps, values: spiked },
      ]),
      100,
    );
    expect(thinned.steps.length).toBeLessThanOrEqual(100);
    expect(Math.max(...thinned.highs)).toBe(90);
    expect(Math.min(...thinned.lows)).toBe(-90);
    expect([thinned.steps[0], thinned.steps.at(-1)]).toEqual([1, 10_000]);
  });
});
