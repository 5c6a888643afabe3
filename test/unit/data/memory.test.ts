import type { DatasetContent } from '@shared/data/dataset';
import { describe, expect, it } from 'vitest';
import { memoryOf, requireMemory } from '../../../src-main/engine/datasets/memory';

const content = (
  examples: number,
  inputShape: number[],
  inputDtype: 'uint8' | 'float32',
): DatasetContent => ({
  name: 'table.csv',
  task: 'regression',
  examples,
  inputShape,
  inputDtype,
  featureNames: [],
  targetName: 'y',
  classNames: [],
});

describe('the memory that a data set takes', () => {
  it('is that of its inputs, its targets and their places', () => {
    expect(memoryOf(content(10, [3], 'float32'))).toBe(10 * (3 * 4 + 4 + 4));
    expect(memoryOf(content(10, [4, 4, 3], 'uint8'))).toBe(10 * (48 + 8));
  });

  it('is refused before it is read where the machine has not so much, with both sizes', () => {
    const large = content(10_000_000, [1000], 'float32');
    expect(() => requireMemory(large, 64e9, 'large.csv')).not.toThrow();
    expect(() => requireMemory(large, 24e9, 'large.csv')).toThrow(
      '10,000,000 examples of 1,000 values would take 40.1 GB of memory, and this machine has 24.0 GB',
    );
  });
});
