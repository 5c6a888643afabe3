import { lossCatalogue } from '@shared/training/losses';
import { describe, expect, it } from 'vitest';
import { expectSameTraining, takesSample, usualBatch } from '../support/parity';
import { chain, randomData, requestOf, type DataWish } from '../support/requests';

/** Parameters besides the defaults. */
const variants: Readonly<Record<string, readonly object[]>> = {
  softmaxCrossEntropy: [{ labelSmoothing: 0.1 }],
  multiclassHinge: [{ margin: 0.5 }],
  huber: [{ delta: 0.3 }],
};

interface Problem extends DataWish {
  readonly outputs: number;
}

const problems: readonly Problem[] = [
  { inputShape: [4], classes: 2, outputs: 1 },
  { inputShape: [4], classes: 2, outputs: 2 },
  { inputShape: [4], classes: 4, outputs: 4 },
  { inputShape: [4], task: 'regression', targetSize: 2, outputs: 2 },
];

/** Each loss with each of its parameters on every problem that it fits, or on the last of them. */
const cases = lossCatalogue.flatMap((definition) =>
  [{}, ...(variants[definition.kind] ?? [])].flatMap((own) => {
    const parameters = definition.schema.parse(own);
    return problems
      .filter(({ outputs, task = 'classification', classes = 0 }) => {
        return definition.misfit(parameters, [outputs], task, classes) === null;
      })
      .slice(takesSample ? -1 : 0)
      .map((problem) => ({ kind: definition.kind, own, ...problem }));
  }),
);

describe('compiled and eager training agree', () => {
  it('for every loss on some problem', () => {
    const covered = new Set(cases.map(({ kind }) => kind));
    expect(lossCatalogue.map(({ kind }) => kind)).toEqual([...covered]);
  });

  it.each(cases)(
    'with $kind $own on $outputs outputs, $classes classes',
    ({ kind, own, outputs, ...wish }) => {
      const network = chain({ kind: 'dense', units: 6 }, { kind: 'tanh' }, { kind: 'dense', units: outputs });
      const optimizer = { kind: 'momentum', learningRate: 0.05 };
      const training = { loss: { kind, ...own }, optimizer, batchSize: usualBatch };
      expectSameTraining(requestOf(network, training, randomData(wish)), 8);
    },
  );
});
