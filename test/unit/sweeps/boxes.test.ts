import { describe, expect, it } from 'vitest';
import type { SweepPoint } from '@shared/runs/sweeps/sweep';
import { boxesOf } from '../../../src-renderer/features/sweeps/charts/boxes';

function point(
  units: unknown,
  values: readonly number[],
  state: SweepPoint['state'] = 'finished',
): SweepPoint {
  const runs = values.map((value, seed) => ({ seed, runId: null, state: 'completed' as const, value }));
  return { number: 0, parameters: { units }, state, value: 0, haltedAfter: null, runs, error: null };
}

describe('the box plot of a parameter', () => {
  it('has a box for each value, over all of its runs', () => {
    const boxes = boxesOf([point(4, [1, 2]), point(8, [5]), point(4, [3, 4])], 'units');
    expect(boxes.map(({ label, values }) => [label, values])).toEqual([
      ['4', [1, 2, 3, 4]],
      ['8', [5]],
    ]);
    expect(boxes[0]).toMatchObject({ least: 1, lower: 1.75, median: 2.5, upper: 3.25, most: 4 });
  });

  it('puts the many values of a range into groups of as many runs', () => {
    const boxes = boxesOf(
      Array.from({ length: 20 }, (_, index) => point(index + 0.5, [index])),
      'units',
    );
    expect(boxes).toHaveLength(5);
    expect(boxes.map(({ values }) => values.length)).toEqual([4, 4, 4, 4, 4]);
  });

  it('leaves out what was stopped early', () => {
    const boxes = boxesOf([point('relu', [1]), point('tanh', [9], 'halted')], 'units');
    expect(boxes.map(({ label }) => label)).toEqual(['relu']);
  });
});
