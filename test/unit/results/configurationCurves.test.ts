import { describe, expect, it } from 'vitest';
import type { Progress, RunDetail } from '@shared/runs/run';
import { bandCurve, curveGroups } from '../../../src-renderer/features/compare/curves/curveGroups';
import { canBeDrawnOver, scaleOf } from '../../../src-renderer/features/compare/curves/horizontal';
import { experimentNamed } from '../../engine/support/stores';

const runOf = (id: string, seed: number, units: number) =>
  ({ id, imported: null, experiment: experimentNamed('a run', { seed }, units) }) as unknown as RunDetail;
const runs = [runOf('a', 1, 4), runOf('b', 1, 8), runOf('c', 2, 4)];
const differences = [
  { path: 'network.hidden.units', values: [4, 8, 4] },
  { path: 'training.seed', values: [1, 1, 2] },
];

describe('the curves of configurations', () => {
  it('are of the runs that differ in their seeds alone, called as in the verdict', () => {
    const groups = curveGroups(runs, differences);
    expect(groups.map(({ name, runs: members }) => [name, members.map(({ id }) => id)])).toEqual([
      ['A: units 4', ['a', 'c']],
      ['B: units 8', ['b']],
    ]);
  });

  const band = {
    group: 0,
    split: 'validation' as const,
    name: 'loss',
    steps: [2, 4],
    counts: [2, 2],
    means: [3, null],
    deviations: [0.5, null],
    lows: [1, null],
    highs: [5, null],
  };
  const look = { color: 'red', smoothing: 0.9, logarithmic: false, scale: 0.5 };

  it('have a band from the least to the largest, or of the deviation, and keep a gap', () => {
    const [group] = curveGroups(runs, differences);
    if (group === undefined) throw new Error('there are two groups');
    const range = bandCurve(band, group, { ...look, spread: 'range' });
    expect(range).toMatchObject({ points: { steps: [1, 2] }, band: { counts: [2, 2] } });
    expect(Array.from(range.points.values)).toEqual([3, NaN]);
    expect(Array.from(range.band?.low ?? [])).toEqual([1, NaN]);
    const deviation = bandCurve(band, group, { ...look, spread: 'deviation' });
    expect(Array.from(deviation.band?.low ?? [])).toEqual([2.5, NaN]);
    expect(Array.from(deviation.band?.high ?? [])).toEqual([3.5, NaN]);
    // Student's t with one degree of freedom leaves a fortieth above 12.706.
    const interval = bandCurve(band, group, { ...look, spread: 'interval' });
    expect(interval.band?.low[0]).toBeCloseTo(3 - (12.7062 * 0.5) / Math.SQRT2, 3);
    expect(interval.band?.high[0]).toBeCloseTo(3 + (12.7062 * 0.5) / Math.SQRT2, 3);
  });
});

describe('what curves are drawn over', () => {
  const trained = (progress: Partial<Progress> | null) =>
    ({ progress, trainingExamples: 300 }) as unknown as RunDetail;
  const run = trained({ step: 50, totalSteps: 200, epochs: 10, elapsedSeconds: 5 });

  it('is steps, epochs, the examples seen, or the time trained', () => {
    expect(scaleOf('epoch', [run])).toBe(0.05);
    // Ten epochs of 300 examples in 200 steps.
    expect(scaleOf('examples', [run])).toBe(15);
    expect(scaleOf('time', [run])).toBe(0.1);
  });

  it('is steps alone where a run tells nothing else', () => {
    expect(canBeDrawnOver('epoch', [run, trained(null)])).toBe(false);
    expect(canBeDrawnOver('step', [run, trained(null)])).toBe(true);
  });
});
