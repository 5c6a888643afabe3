import { initializerKinds } from '@shared/network/initializers';
import { experimentOf, templateCatalogue, type NetworkTemplate } from '@shared/experiment/templates';
import { parallelismOf } from '@shared/training/computing/parallelism';
import { describe, expect, it } from 'vitest';
import type { SessionRequest } from '../../src-main/trainer/session/session';
import { expectSameTraining } from './support/parity';
import { chain, randomData, requestOf, type DataWish } from './support/requests';

const sgd = { optimizer: { kind: 'sgd', learningRate: 0.1 }, batchSize: 4 } as const;
const steps = 4;

describe('a net trains compiled as it does eagerly from weights drawn', () => {
  it.each(initializerKinds)('by %s', (initializer) => {
    const spec = chain(
      { kind: 'dense', units: 5, initializer },
      { kind: 'tanh' },
      { kind: 'dense', units: 3 },
    );
    expectSameTraining(requestOf(spec, sgd, randomData({ inputShape: [4] })), steps);
  });
});

/** Random data of the shape that a template's own have. */
function wishOf(template: NetworkTemplate): DataWish {
  const { dataset } = experimentOf(template);
  switch (dataset.kind) {
    case 'renderedShapes':
      return { inputShape: [32, 32, 3], classes: 10 };
    case 'renderedDigits':
      return { inputShape: [28, 28, 1], classes: 10 };
    case 'function1d':
      return { inputShape: [1], task: 'regression' };
    case 'blobs':
      return { inputShape: [2], classes: dataset.classes };
    case 'linear':
      return { inputShape: [dataset.features], classes: 2 };
    default:
      return { inputShape: [2], classes: 2 };
  }
}

/**
 * Of a hundred thousand ReLUs a step, one soon stands so close to its corner that rounding decides its side, and the
 * derivatives part: what both do in two steps, they do in any.
 */
const stepsOfTemplate = 2;

function requestFor(template: NetworkTemplate, batchSize: number, examples?: number): SessionRequest {
  const { network, training } = experimentOf(template);
  const plain = { ...training, optimizer: { kind: 'sgd', learningRate: 0.01 }, batchSize };
  return requestOf(network, plain, randomData({ ...wishOf(template), ...(examples && { examples }) }));
}

describe('a template trains compiled as it does eagerly', () => {
  it.each(templateCatalogue)('$title', (template) => {
    expectSameTraining(requestFor(template, 8), stepsOfTemplate);
  });
});

describe('a batch in parts, one for each core, trains a template as the whole batch does eagerly', () => {
  const divided = templateCatalogue.filter((template) => {
    const { network, training } = requestFor(template, 32);
    return parallelismOf(network, training.config) === 'examples';
  });

  it('where its layers look at each example by itself and have enough to do', () => {
    expect(divided.map(({ id }) => id)).toEqual(expect.arrayContaining(['twoLayer', 'lenet5']));
  });

  it.each(divided)('$title', (template) => {
    // Batches of 32 and 1: parts of 16 and 16, then one that is the other's.
    const request = requestFor(template, 32, 33);
    const all = Int32Array.from({ length: 33 }, (_, index) => index);
    const splits = { training: all, validation: all, test: all };
    expectSameTraining({ ...request, data: { ...request.data, splits }, parts: 2 }, stepsOfTemplate);
  });
});
