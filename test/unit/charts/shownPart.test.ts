import { describe, expect, it } from 'vitest';
import type { ChartCurve } from '../../../src-renderer/shared/charts/curves/curves';
import { shownValues, wholeZoom } from '../../../src-renderer/shared/charts/curves/zoom/window';

const curve = (values: readonly number[], look: Partial<ChartCurve> = {}): ChartCurve => ({
  ...{ key: 'a', name: 'a', color: 'red', dashed: false },
  points: { steps: values.map((_, place) => place), values },
  ...look,
});
/** 0 to 100, one of them far away. */
const values = Array.from({ length: 101 }, (_, place) => (place === 3 ? 1e6 : place));
const all = { logarithmic: false, cutOutliers: false };

describe('what a chart shows of its curves', () => {
  it('is all values in the window, with room above and below', () => {
    expect(shownValues([curve(values)], [50, 100], all)).toEqual({ low: 47.5, high: 102.5, outside: 0 });
  });

  it('leaves a fortieth of the values out at either end where outliers are cut, and counts those that are hidden', () => {
    const shown = shownValues([curve(values)], wholeZoom, { ...all, cutOutliers: true });
    // Of 101 values two at each end do not count, 0 and 1 below, 100 and a million above: from 2 to 99.
    expect(shown?.low).toBeCloseTo(2 - 0.05 * 97, 10);
    expect(shown?.high).toBeCloseTo(99 + 0.05 * 97, 10);
    expect(shown?.outside).toBe(1);
  });

  it('goes by the logarithms on such an axis, without what it cannot draw', () => {
    const shown = shownValues([curve([0, 1, 100])], wholeZoom, { ...all, logarithmic: true });
    expect(shown?.low).toBeCloseTo(10 ** -0.1, 10);
    expect(shown?.high).toBeCloseTo(10 ** 2.1, 10);
  });

  it('has room for the edges of bands, and counts those that are hidden', () => {
    const means = Array.from({ length: 41 }, () => 0.5);
    const low = means.map((_, place) => (place === 7 ? -50 : place === 30 ? -1 : 0));
    const high = means.map((_, place) => (place === 30 ? 2 : 1));
    const banded = [curve(means, { band: { low, high, counts: means.map(() => 3) } })];
    // From -1 to 2 at place 30; a twentieth of 3 on either side.
    expect(shownValues(banded, [50, 100], all)).toEqual({ low: -1.15, high: 2.15, outside: 0 });
    // Of 123 values three at each end do not count: three edges at 0 and three at 1 are left at the ends.
    const cut = shownValues(banded, wholeZoom, { ...all, cutOutliers: true });
    expect(cut).toMatchObject({ low: -0.05, high: 1.05, outside: 3 });
    expect(shownValues(banded, [0, 25], { ...all, logarithmic: true })?.high).toBeCloseTo(
      Math.exp(0.05 * Math.log(2)),
      10,
    );
  });

  it('does not go by levels and smoothed curves, and is nothing where there are no values', () => {
    const others = [curve([1e9], { level: true }), curve([-1e9], { smooth: true })];
    expect(shownValues([curve([1, 2]), ...others], wholeZoom, all)?.high).toBeCloseTo(2.05, 10);
    expect(shownValues([curve([NaN]), ...others], wholeZoom, all)).toBeNull();
  });
});
