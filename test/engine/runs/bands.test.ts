import { describe, expect, it } from 'vitest';
import { Random } from '@shared/random';
import { readBands } from '../../../src-main/engine/runs/metrics/curves';
import { newRun, openStores } from '../support/stores';

const key = { split: 'validation', name: 'loss' } as const;
const length = 20_000;
const maximumPoints = 1500;

/** Runs of one configuration under several seeds; the last ended halfway. */
function runsOverSeeds() {
  const { database, metrics, runs } = openStores();
  const curves = [1, 2, 3].map((seed) => {
    const numbers = new Random(seed);
    const count = seed === 3 ? length / 2 : length;
    return Array.from({ length: count }, (_, place) => 1000 / (place + 1) + numbers.uniform());
  });
  const runIds = curves.map((values) => {
    const { id } = runs.create(newRun());
    metrics.append(id, [{ ...key, steps: values.map((_, place) => place + 1), values }]);
    return id;
  });
  return { database, metrics, runIds, curves };
}

describe('the curves of runs over several seeds, zoomed into', () => {
  it.each([
    ['where all runs are', 9000, 9400],
    ['where one of them ends', 9900, 10_100],
    ['at the end', 19_900, 25_000],
  ])('have every point of the part %s, as the runs themselves have it', (_, fromStep, toStep) => {
    const { database, metrics, runIds, curves } = runsOverSeeds();
    const [band] = readBands(metrics, runIds, 0, { maximumPoints, fromStep, toStep });
    const last = Math.min(toStep, length);
    expect(band?.steps).toEqual(Array.from({ length: last - fromStep + 1 }, (_, place) => fromStep + place));
    for (const [place, step] of (band?.steps ?? []).entries()) {
      const values = curves.map((curve) => curve[step - 1]).filter((value) => value !== undefined);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      expect(band?.counts[place]).toBe(values.length);
      expect(band?.means[place]).toBeCloseTo(mean, 9);
      expect(band?.deviations[place]).toBeCloseTo(Math.sqrt(squares / (values.length - 1)), 9);
      expect([band?.lows[place], band?.highs[place]]).toEqual([Math.min(...values), Math.max(...values)]);
    }
    database.close();
  });

  it('have as a whole the same extremes in fewer points', () => {
    const { database, metrics, runIds, curves } = runsOverSeeds();
    const [band] = readBands(metrics, runIds, 0, { maximumPoints });
    expect(band?.steps.length).toBeLessThanOrEqual(maximumPoints);
    expect([band?.steps[0], band?.steps.at(-1)]).toEqual([1, length]);
    const all = curves.flat();
    const least = (values: readonly (number | null)[] = []) =>
      values.reduce<number>((low, value) => Math.min(low, value ?? low), Infinity);
    const greatest = (values: readonly (number | null)[] = []) =>
      values.reduce<number>((high, value) => Math.max(high, value ?? high), -Infinity);
    expect([least(band?.lows), greatest(band?.highs)]).toEqual([least(all), greatest(all)]);
    database.close();
  });

  it('are nothing where no run has a point', () => {
    const { database, metrics, runIds } = runsOverSeeds();
    expect(readBands(metrics, runIds, 0, { maximumPoints, fromStep: 30_000, toStep: 40_000 })).toEqual([]);
    database.close();
  });
});
