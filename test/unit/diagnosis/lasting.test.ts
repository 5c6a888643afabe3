import { lastingSince } from '@shared/diagnosis/condition';
import type { Observation } from '@shared/network/observation';
import { describe, expect, it } from 'vitest';

/** Observations of one quantity, one an epoch of ten steps. */
const observed = (values: readonly (number | null)[]) =>
  values.map((loss, place) => ({ step: 10 * place, epoch: place, loss }) as Observation);

/** So above 10, over only below 5. */
const since = (...values: (number | null)[]) =>
  lastingSince(
    observed(values),
    ({ loss }) => (loss === null ? null : loss > 10),
    ({ loss }) => loss !== null && loss < 5,
  );

describe('what is said of a run', () => {
  it('has to be so three times', () => {
    expect(since(12, 12)).toBeNull();
    expect(since(12, 12, 12)).toEqual({ step: 0, epoch: 0 });
  });

  it('is so since it began, though it wavers around its limit', () => {
    expect(since(1, 12, 9, 12, 9, 12, 9)).toEqual({ step: 10, epoch: 1 });
  });

  it('is over once it is clearly not so, and then begins anew', () => {
    expect(since(12, 12, 12, 4)).toBeNull();
    expect(since(12, 12, 12, 4, 12, 12, 12)).toEqual({ step: 40, epoch: 4 });
  });

  it('is neither begun nor ended by an observation that does not tell', () => {
    expect(since(12, null, 12, null, 12)).toEqual({ step: 0, epoch: 0 });
  });

  it('without a wider margin is over where it is not so', () => {
    const values = observed([12, 12, 12, 9]);
    expect(lastingSince(values, ({ loss }) => loss !== null && loss > 10)).toBeNull();
  });
});
