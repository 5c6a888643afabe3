import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indexOfLargest } from '@shared/ops/largest';
import { calibrationOf } from '@shared/predictions/calibration';
import { classFigures, countConfusion } from '@shared/predictions/confusion';
import { labelSuspects } from '@shared/predictions/labelSuspects';
import { pointAt, thresholdCurve } from '@shared/predictions/thresholds';

interface TwoClasses {
  readonly targets: number[];
  readonly scores: number[];
  readonly area: number;
  readonly averagePrecision: number;
}
interface ManyClasses {
  readonly targets: number[];
  readonly probabilities: number[][];
  readonly confusion: number[][];
  readonly precision: number[];
  readonly recall: number[];
  readonly f1: number[];
  readonly support: number[];
  readonly calibrationError: number;
  readonly suspects: number[];
}

const expected = JSON.parse(readFileSync('test/fixtures/predictions/expected.json', 'utf8')) as {
  readonly twoClasses: TwoClasses[];
  readonly manyClasses: ManyClasses[];
};

describe('two classes, as scikit-learn judges them', () => {
  it.each(expected.twoClasses)('area under the ROC curve, average precision ($area)', (given) => {
    const curve = thresholdCurve(given.targets, given.scores);
    expect(curve.area).toBeCloseTo(given.area, 10);
    expect(curve.averagePrecision).toBeCloseTo(given.averagePrecision, 10);
  });

  it('counts at a threshold what scores at or above it', () => {
    const curve = thresholdCurve([0, 1, 0, 1, 1], [0.1, 0.4, 0.4, 0.6, 0.9]);
    const counts = (threshold: number) => {
      const { truePositives, falsePositives } = pointAt(curve, threshold);
      return [truePositives, falsePositives];
    };
    expect(counts(2)).toEqual([0, 0]);
    expect(counts(0.6)).toEqual([2, 0]);
    expect(counts(0.5)).toEqual([2, 0]);
    expect(counts(0.4)).toEqual([3, 1]);
    expect(counts(0)).toEqual([3, 2]);
  });

  it('says nothing of one class alone', () => {
    expect(thresholdCurve([1, 1], [0.2, 0.3]).area).toBeNull();
    expect(thresholdCurve([0, 0], [0.2, 0.3]).averagePrecision).toBeNull();
  });
});

describe('several classes, as scikit-learn and cleanlab judge them', () => {
  it.each(expected.manyClasses)('confusion, precision, recall, F1, calibration, suspects', (given) => {
    const answers = given.probabilities.map((shares) => indexOfLargest(shares));
    const counts = countConfusion(given.targets, answers, given.support.length);
    expect(counts).toEqual(given.confusion);
    classFigures(counts).forEach(({ support, precision, recall, f1 }, index) => {
      expect(support).toBe(given.support[index]);
      expect(precision).toBeCloseTo(given.precision[index] ?? NaN, 10);
      expect(recall).toBeCloseTo(given.recall[index] ?? NaN, 10);
      expect(f1).toBeCloseTo(given.f1[index] ?? NaN, 10);
    });
    const sure = given.probabilities.map((shares) => Math.max(...shares));
    const { error } = calibrationOf(sure, (row) => answers[row] === given.targets[row]);
    expect(error).toBeCloseTo(given.calibrationError, 10);
    const suspects = labelSuspects(given.targets, given.probabilities, given.support.length);
    expect(suspects.map(({ row }) => row).sort((a, b) => a - b)).toEqual(given.suspects);
  });

  it('has no precision of a class that is never answered, no recall of one without examples', () => {
    const [never, absent] = classFigures([
      [0, 3],
      [0, 0],
    ]);
    expect(never).toEqual({ support: 3, precision: null, recall: 0, f1: 0 });
    expect(absent).toEqual({ support: 0, precision: 0, recall: null, f1: 0 });
  });
});
