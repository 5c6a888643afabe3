import { describe, expect, it } from 'vitest';
import { meanBetween } from '@shared/diagnosis/record';
import { Random } from '@shared/random';

const random = new Random(7);
const steps = Array.from({ length: 500 }, (_, index) => 3 * index + 2);
const values = steps.map(() => random.uniform());

/** A list that counts how often it is looked into. */
function counted(list: readonly number[]) {
  let looks = 0;
  const read = new Proxy(list, {
    get: (of, name) => {
      if (name !== 'length') looks += 1;
      return Reflect.get(of, name) as unknown;
    },
  });
  return { read, looks: () => looks };
}

describe('the mean of a part of a curve', () => {
  it.each([
    [0, 1499],
    [2, 5],
    [-5, 2],
    [2, 2],
    [100.5, 200.5],
    [1490, 5000],
    [5000, 6000],
  ])('is over what was taken after %d and up to %d', (from, to) => {
    const inside = values.filter((_, place) => steps[place]! > from && steps[place]! <= to);
    const mean = inside.reduce((sum, value) => sum + value, 0) / inside.length;
    const found = meanBetween({ steps, values }, from, to);
    if (inside.length === 0) expect(found).toBeNull();
    else expect(found).toBeCloseTo(mean, 12);
  });

  it('looks at no more than that part, so that all parts of a long one take no longer than the whole', () => {
    const [readSteps, readValues] = [counted(steps), counted(values)];
    meanBetween({ steps: readSteps.read, values: readValues.read }, 600, 630);
    expect(readValues.looks()).toBe(10);
    expect(readSteps.looks()).toBeLessThan(30);
  });
});
