import { describe, expect, it } from 'vitest';
import { weightsOfClasses } from '@shared/training/classWeights';

describe('class weights', () => {
  it('balance the classes as scikit-learn does: N / (C · n)', () => {
    // compute_class_weight('balanced', …) of 90, 10 and of 6, 3, 1 examples.
    expect(weightsOfClasses('balanced', [90, 10])).toEqual([100 / 180, 5]);
    expect(weightsOfClasses('balanced', [6, 3, 1])).toEqual([10 / 18, 10 / 9, 10 / 3]);
  });

  it('leave out a class that has no example to train on', () => {
    expect(weightsOfClasses('balanced', [5, 0, 5])).toEqual([1, 0, 1]);
  });

  it('are those that were given, or none', () => {
    expect(weightsOfClasses([1, 7], [3, 3])).toEqual([1, 7]);
    expect(weightsOfClasses('none', [3, 3])).toBeNull();
  });
});
