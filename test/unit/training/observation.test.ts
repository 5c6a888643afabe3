import { describe, expect, it } from 'vitest';
import { affordableLooks, observationSteps, observedExamples, probeOf } from '@shared/training/observation';

const indices = (from: number, count: number) => Int32Array.from({ length: count }, (_, at) => from + at);

describe('the steps at which a run is observed', () => {
  it.each([
    { stepsPerEpoch: 25, epochs: 10 },
    { stepsPerEpoch: 1, epochs: 1 },
    { stepsPerEpoch: 391, epochs: 3 },
    { stepsPerEpoch: 7, epochs: 2000 },
    { stepsPerEpoch: 50_000, epochs: 1 },
  ])('begin before the first and end with the last of $epochs × $stepsPerEpoch', (plan) => {
    const steps = observationSteps(plan);
    const total = plan.stepsPerEpoch * plan.epochs;
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(total);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    expect(steps.every((step) => Number.isInteger(step) && step <= total)).toBe(true);
    expect(steps.length).toBeLessThanOrEqual(120);
  });

  it('are three at least, of more than forty, in the first tenth of the training', () => {
    for (const total of [40, 100, 1000, 100_000]) {
      const early = observationSteps({ stepsPerEpoch: total, epochs: 1 }).filter(
        (step) => step <= total / 10,
      );
      expect(early.length).toBeGreaterThanOrEqual(4);
    }
  });

  it('hold every epoch’s end up to fifty epochs, and evenly chosen ones beyond', () => {
    const steps = observationSteps({ stepsPerEpoch: 13, epochs: 50 });
    expect(
      Array.from({ length: 50 }, (_, epoch) => 13 * (epoch + 1)).every((end) => steps.includes(end)),
    ).toBe(true);
    const many = observationSteps({ stepsPerEpoch: 1000, epochs: 200 });
    expect(many.filter((step) => step > 0 && step % 1000 === 0).length).toBe(50);
  });

  it('are half as many in the first tenth where few can be paid for, and fewer beyond', () => {
    const plan = { stepsPerEpoch: 50, epochs: 12 };
    const all = observationSteps(plan);
    expect(observationSteps(plan, 10)).toEqual([0, 1, 2, 4, 8, 16, 32, 150, 300, 450, 600]);
    expect(observationSteps(plan, 20)).toEqual([
      ...[0, 1, 2, 4, 8, 16, 32],
      ...Array.from({ length: 12 }, (_, epoch) => 50 * (epoch + 1)),
    ]);
    expect(observationSteps(plan, all.length)).toEqual(all);
  });
});

/** So many multiply-adds and values of all layers for one example. */
const netOf = (multiplyAdds: number, values: number) => ({
  totals: { multiplyAdds, activationBytes: 4 * values, parameterCount: 0, trainableCount: 0 },
});

describe('the looks that a training can pay for', () => {
  const plan = { stepsPerEpoch: 50, epochs: 50, batchSize: 64 };

  it('are any number where steps are short', () => {
    expect(affordableLooks(netOf(10_000, 300), plan, 256)).toBe(Infinity);
  });

  it('take a hundredth of its steps: the examples of a look, what is told of their values, and the calls', () => {
    // 25 steps, of which 0.3 and the work of 128 examples, 64 × (1.6 + 0.4), make a look.
    expect(affordableLooks(netOf(400_000, 8000), plan, 64)).toBe(10);
    expect(affordableLooks(netOf(400_000, 8000), { ...plan, epochs: 500 }, 64)).toBe(108);
  });
});

describe('the probe', () => {
  it('is the beginning of the validation split, of training where there is none', () => {
    const splits = { training: indices(0, 500), validation: indices(500, 300) };
    expect([...probeOf(splits, 2)]).toEqual([...indices(500, 256)]);
    expect([...probeOf({ ...splits, validation: new Int32Array() }, 2)]).toEqual([...indices(0, 256)]);
    expect(probeOf({ ...splits, validation: indices(500, 40) }, 2)).toHaveLength(40);
  });

  it('holds fewer of large examples, and thirty-two of the largest', () => {
    const splits = { training: new Int32Array(), validation: indices(0, 1000) };
    expect(probeOf(splits, 3072)).toHaveLength(65);
    expect(probeOf(splits, 150_528)).toHaveLength(32);
  });

  it('is looked at in part where a net’s layers give many values for each example', () => {
    const splits = { training: new Int32Array(), validation: indices(0, 1000) };
    expect([...observedExamples(splits, 784, netOf(1, 2000))]).toEqual([...probeOf(splits, 784)]);
    expect([...observedExamples(splits, 784, netOf(1, 7000))]).toEqual([...indices(0, 100)]);
    expect(observedExamples(splits, 784, netOf(1, 10_000))).toHaveLength(70);
    expect(observedExamples(splits, 784, netOf(1, 1_000_000))).toHaveLength(32);
    expect(observedExamples(splits, 150_528, netOf(1, 1_000_000))).toHaveLength(32);
  });
});
