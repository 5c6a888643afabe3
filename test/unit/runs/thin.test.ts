import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thin } from '@shared/runs/curves/thin';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function thinned(steps: readonly number[], values: readonly number[], maximum: number) {
  const points = thin({ steps, values }, maximum);
  return { steps: Array.from(points.steps), values: Array.from(points.values) };
}

describe('a thinned curve', () => {
  it('is the whole curve where it fits', () => {
    expect(thinned([5, 10, 15], [3, NaN, 1], 10)).toEqual({ steps: [5, 10, 15], values: [3, NaN, 1] });
  });

  it('keeps a single spike and a single dip of a hundred thousand values', () => {
    const values = upTo(100_000).map(() => 1);
    values[43_210] = 99;
    values[87_654] = -99;
    const curve = thinned(upTo(values.length), values, 500);
    expect(curve.steps.length).toBeLessThanOrEqual(500);
    expect(curve.values[curve.steps.indexOf(43_211)]).toBe(99);
    expect(curve.values[curve.steps.indexOf(87_655)]).toBe(-99);
  });

  it('keeps a gap of one value', () => {
    const values = upTo(5000);
    values[2500] = NaN;
    const curve = thinned(upTo(5000), values, 100);
    expect(curve.values.filter(Number.isNaN)).toHaveLength(1);
    expect(curve.steps.length).toBeLessThanOrEqual(100);
  });

  it('has ascending steps of the curve, its ends, its smallest and its largest value, and never too many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(NaN)), {
          minLength: 1,
          maxLength: 400,
        }),
        fc.integer({ min: 5, max: 60 }),
        (values, maximumPoints) => {
          const steps = values.map((_, index) => 3 * index + 1);
          const curve = thinned(steps, values, maximumPoints);
          expect(curve.steps.length).toBeLessThanOrEqual(maximumPoints);
          expect(curve.steps[0]).toBe(steps[0]);
          expect(curve.steps.at(-1)).toBe(steps.at(-1));
          expect(
            curve.steps.every((step, index) => index === 0 || step > (curve.steps[index - 1] ?? 0)),
          ).toBe(true);
          curve.steps.forEach((step, index) => {
            const value = values[(step - 1) / 3] ?? NaN;
            expect(curve.values[index]).toBe(value);
          });
          const numbers = values.filter((value) => !Number.isNaN(value));
          if (numbers.length === 0) return;
          expect(curve.values).toContain(Math.min(...numbers));
          expect(curve.values).toContain(Math.max(...numbers));
        },
      ),
    );
  });
});
