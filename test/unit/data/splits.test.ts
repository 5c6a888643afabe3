import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { placesByNumber } from '../../../src-main/engine/datasets/splitting/places';
import {
  apportion,
  splitExamples,
  type SplitRequest,
} from '../../../src-main/engine/datasets/splitting/shares';

/** 10, 20 and 30 examples of three classes, mixed. */
const labels = Array.from({ length: 60 }, (_, index) => [0, 1, 1, 2, 2, 2][index % 6] ?? 0);

function request(changes: Partial<SplitRequest> = {}): SplitRequest {
  return {
    place: 'flowers.csv',
    labels,
    classNames: ['a', 'b', 'c'],
    places: placesByNumber('flowers.csv'),
    examples: 60,
    own: { validation: 0, test: 0 },
    validationFraction: 0.2,
    testFraction: 0.1,
    seed: 1,
    ...changes,
  };
}

function countsOf(indices: Int32Array): number[] {
  const counts = [0, 0, 0];
  for (const index of indices) counts[labels[index] ?? 0]! += 1; // labels are 0, 1 or 2
  return counts;
}

function refusal(changes: Partial<SplitRequest>): AppError {
  try {
    splitExamples(request(changes));
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a stratified split', () => {
  it('gives each class its share in each split', () => {
    const { training, validation, test } = splitExamples(request());
    expect(countsOf(test)).toEqual([1, 2, 3]);
    expect(countsOf(validation)).toEqual([2, 4, 6]);
    expect(countsOf(training)).toEqual([7, 14, 21]);
  });

  it('puts every example into one split and no other', () => {
    const { training, validation, test } = splitExamples(request());
    const all = [...training, ...validation, ...test].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  it('repeats for the same seed and differs for another', () => {
    expect(splitExamples(request())).toEqual(splitExamples(request()));
    expect(splitExamples(request({ seed: 2 })).validation).not.toEqual(splitExamples(request()).validation);
  });

  it('leaves a test set of the files alone', () => {
    const { training, validation, test } = splitExamples(
      request({ own: { validation: 0, test: 12 }, testFraction: 0 }),
    );
    expect([...test].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => 48 + index));
    expect(validation).toHaveLength(10);
    expect(training).toHaveLength(38);
  });

  it('splits at random where there are no classes', () => {
    const { training, validation, test } = splitExamples(request({ labels: null, classNames: [] }));
    expect([training.length, validation.length, test.length]).toEqual([42, 12, 6]);
  });

  it('keeps an example of a small class for training', () => {
    const small = labels.map((_, index) => (index < 2 ? 1 : 0));
    const { training } = splitExamples(
      request({ labels: small, classNames: ['many', 'two'], validationFraction: 0.5, testFraction: 0.4 }),
    );
    expect([...training].filter((index) => index < 2)).toHaveLength(1);
  });

  it('refuses a class with one example, by name', () => {
    const error = refusal({
      labels: labels.map((_, index) => (index === 7 ? 1 : 0)),
      classNames: ['often', 'once'],
    });
    expect(error.toData()).toMatchObject({ code: 'badDataset', where: 'flowers.csv, example 8' });
    expect(error.message).toContain('once');
  });

  it.each([
    ['validation would be empty', { validationFraction: 0.001 }, '60 examples'],
    ['training would be empty', { validationFraction: 0.5, testFraction: 0.5 }, 'none to train on'],
    [
      'rounding leaves nothing to train on',
      { examples: 2, validationFraction: 0.4, testFraction: 0.4 },
      '2 examples',
    ],
  ])('refuses where %s', (_, changes, words) => {
    const error = refusal(changes);
    expect(error.code).toBe('badDataset');
    expect(error.message).toContain(words);
    expect(error.remedy).not.toBeNull();
  });
});

describe('sharing out by largest remainders', () => {
  it('meets the total', () => {
    // Quotas 2.5, 1.5 and 1: the two halves go to the first.
    expect(apportion(5, [5, 3, 2], [5, 3, 2])).toEqual([3, 1, 1]);
  });

  it('respects what a group can give', () => {
    expect(apportion(5, [5, 3, 2], [2, 3, 2])).toEqual([2, 2, 1]);
  });
});
