import { describe, expect, it } from 'vitest';
import { rehearsedRows } from '@shared/diagnosis/rehearsal/rows';

describe('the examples that a net is to learn by heart', () => {
  it('are of each class as many, however seldom it is', () => {
    const targets = Array.from({ length: 100 }, (_, row) => (row < 95 ? 0 : 1));
    const inputs = Float32Array.from(targets, (_, row) => row);
    const rows = rehearsedRows({ count: 100, inputs, targets }, true, 8);
    expect(rows.map((row) => targets[row])).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('are filled up from the other classes where one has too few', () => {
    const rows = rehearsedRows(
      { count: 5, inputs: Float32Array.of(1, 2, 3, 4, 5), targets: [0, 0, 1, 0, 0] },
      true,
      4,
    );
    expect(rows).toEqual([0, 2, 1, 3]);
  });

  it('differ from each other, as one that is there twice may have two answers', () => {
    const inputs = Float32Array.of(1, 7, 1, 7, 2, 7);
    expect(rehearsedRows({ count: 3, inputs, targets: [0, 1, 1] }, true, 20)).toEqual([0, 2]);
  });

  it('are taken as they come where the answers are values', () => {
    expect(
      rehearsedRows({ count: 3, inputs: Float32Array.of(3, 2, 1), targets: [0.5, 0.1, 0.2] }, false, 2),
    ).toEqual([0, 1]);
  });
});
