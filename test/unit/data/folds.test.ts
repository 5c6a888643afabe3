import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { placesByNumber } from '../../../src-main/engine/datasets/splitting/places';
import {
  sparseClasses,
  split,
  type SplitRule,
  type Splits,
} from '../../../src-main/engine/datasets/splitting';
import type { SplitRequest } from '../../../src-main/engine/datasets/splitting/shares';

/** 11, 21 and 31 examples of three classes, mixed. */
const labels = [...Array.from({ length: 60 }, (_, index) => [0, 1, 1, 2, 2, 2][index % 6] ?? 0), 0, 1, 2];
const examples = labels.length;

function request(changes: Partial<SplitRequest> = {}): SplitRequest {
  return {
    place: 'flowers.csv',
    labels,
    classNames: ['a', 'b', 'c'],
    places: placesByNumber('flowers.csv'),
    examples,
    own: { validation: 0, test: 0 },
    validationFraction: 0,
    testFraction: 0,
    seed: 1,
    ...changes,
  };
}

const byShares: SplitRule = { by: 'shares' };

function foldsOf(folds: number, asked: SplitRequest = request(), rule: SplitRule = byShares): Splits[] {
  return Array.from({ length: folds }, (_, index) => split(asked, rule, { folds, fold: index + 1 }));
}

const sorted = (indices: Iterable<number>) => [...indices].sort((a, b) => a - b);
const everything = Array.from({ length: examples }, (_, index) => index);

function refusal(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('folds', () => {
  it.each([2, 3, 5, 10])('of %i judge every example once, and never one that was learned from', (folds) => {
    const splits = foldsOf(folds);
    expect(sorted(splits.flatMap(({ validation }) => [...validation]))).toEqual(everything);
    for (const { training, validation } of splits) {
      expect(sorted([...training, ...validation])).toEqual(everything);
    }
  });

  it('differ by one example at the most, in all and of each class', () => {
    const counts = foldsOf(4).map(({ validation }) => [
      validation.length,
      ...[0, 1, 2].map((label) => validation.filter((index) => labels[index] === label).length),
    ]);
    for (const place of [0, 1, 2, 3]) {
      const column = counts.map((row) => row[place] ?? NaN);
      expect(Math.max(...column) - Math.min(...column)).toBeLessThanOrEqual(1);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    expect(foldsOf(3)).toEqual(foldsOf(3));
    expect(foldsOf(3, request({ seed: 2 }))[0]?.validation).not.toEqual(foldsOf(3)[0]?.validation);
  });

  it('share what a test split leaves, which is the same for each', () => {
    const splits = foldsOf(5, request({ testFraction: 0.2 }));
    const [first] = splits;
    expect(first?.test).toHaveLength(13);
    for (const { training, validation, test } of splits) {
      expect(sorted(test)).toEqual(sorted(first?.test ?? []));
      expect(sorted([...training, ...validation, ...test])).toEqual(everything);
    }
  });

  it('leave examples that the data names for the test in the test', () => {
    for (const { test } of foldsOf(3, request({ own: { validation: 0, test: 9 } }))) {
      expect(sorted(test)).toEqual(everything.slice(-9));
    }
    const assigned = Uint8Array.from(everything, (index) => (index % 7 === 0 ? 2 : 0));
    for (const { test } of foldsOf(3, request(), { by: 'assigned', splits: assigned })) {
      expect(sorted(test)).toEqual(everything.filter((index) => index % 7 === 0));
    }
  });

  it.each([0, 0.25])('take groups whole, each judged once, with a test share of %d', (testFraction) => {
    const groups = Int32Array.from(everything, (index) => Math.floor(index / 4));
    const rule: SplitRule = { by: 'group', groups, name: 'patient' };
    const splits = foldsOf(4, request({ testFraction }), rule);
    const judged = splits.flatMap(({ validation }) => [...validation]);
    expect(new Set(judged).size).toBe(judged.length);
    for (const { training, validation, test } of splits) {
      expect(sorted([...training, ...validation, ...test])).toEqual(everything);
      const sides = [training, validation, test].map(
        (part) => new Set(part.map((index) => groups[index] ?? 0)),
      );
      for (const [a, b] of [
        [0, 1],
        [0, 2],
        [1, 2],
      ] as const) {
        expect([...(sides[a] ?? [])].filter((group) => sides[b]?.has(group))).toEqual([]);
      }
      expect(validation.length).toBeGreaterThan(0);
    }
    expect(judged.length + (splits[0]?.test.length ?? 0)).toBe(examples);
  });

  it('of numbers differ by one example at the most', () => {
    const splits = foldsOf(4, request({ labels: null, classNames: [] }));
    expect(splits.map(({ validation }) => validation.length)).toEqual([16, 16, 16, 15]);
  });

  it('are told where a class has fewer examples than folds', () => {
    const few = request({ labels: labels.map((label, index) => (index < 3 ? 0 : label === 0 ? 1 : label)) });
    expect(sparseClasses(few, 5, split(few, byShares, { folds: 5, fold: 1 }))).toEqual([
      'Fewer examples than the 5 folds: a. Some folds are judged without them.',
    ]);
    expect(sparseClasses(request(), 5, split(request(), byShares, { folds: 5, fold: 1 }))).toEqual([]);
  });

  it.each<[string, SplitRequest, SplitRule, number, number, string]>([
    ['a fold that is not there', request(), byShares, 3, 4, 'dataset.fold'],
    [
      'more folds than examples',
      request({ labels: null, classNames: [], examples: 4 }),
      byShares,
      5,
      1,
      'dataset.folds',
    ],
    [
      'rows in the order of time',
      request(),
      { by: 'time', times: Float64Array.from(everything) },
      3,
      1,
      'dataset.folds',
    ],
    [
      'validation files of their own',
      request({ own: { validation: 5, test: 0 } }),
      byShares,
      3,
      1,
      'dataset.folds',
    ],
    [
      'rows named for validation',
      request(),
      { by: 'assigned', splits: Uint8Array.from(everything, (index) => index % 2) },
      ...([3, 1, 'dataset.folds'] as const),
    ],
    [
      'fewer groups than folds',
      request(),
      { by: 'group', groups: Int32Array.from(everything, (index) => index % 2), name: 'patient' },
      ...([3, 1, 'flowers.csv, column “patient”'] as const),
    ],
  ])('refuse %s', (_what, asked, rule, folds, fold, where) => {
    const error = refusal(() => split(asked, rule, { folds, fold }));
    expect(error).toMatchObject({ code: 'badDataset', where });
    expect(error.remedy).not.toBe('');
  });
});
