import { datasetSpecSchema } from '@shared/data/spec';
import { describe, expect, it } from 'vitest';
import { factsBeforeReading } from '@shared/data/facts';

const factsOf = (dataset: object) => factsBeforeReading(datasetSpecSchema.parse(dataset));

describe('what a data set says of itself before the engine has looked', () => {
  it('counts the features and classes that its specification asks for', () => {
    expect(factsOf({ kind: 'linear', features: 7 })).toMatchObject({
      inputShape: [7],
      classNames: { length: 2 },
    });
    expect(factsOf({ kind: 'spirals', classes: 5 })).toMatchObject({
      inputShape: [2],
      classNames: { length: 5 },
    });
    expect(factsOf({ kind: 'renderedDigits' })).toMatchObject({
      inputShape: [28, 28, 1],
      classNames: { length: 10 },
    });
    expect(factsOf({ kind: 'renderedShapes' })).toMatchObject({ inputShape: [32, 32, 3] });
    expect(factsOf({ kind: 'function1d' })).toMatchObject({
      inputShape: [1],
      task: 'regression',
      classNames: { length: 0 },
    });
  });

  it('leaves open what only the files can tell', () => {
    expect(factsOf({ kind: 'cifar10', path: '/data' })).toMatchObject({
      inputShape: [32, 32, 3],
      classNames: { length: 10 },
    });
    expect(factsOf({ kind: 'csv', path: '/data/table.csv', target: 'y' })).toBeNull();
  });
});
