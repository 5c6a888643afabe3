import { describe, expect, it } from 'vitest';
import { naturalOrder } from '@shared/naturalOrder';

describe('the order of files', () => {
  it('is that in which people count, whatever the case', () => {
    const names = ['b10.csv', 'b2.csv', 'A1.csv', 'b1.csv', 'a2.csv'];
    expect(names.sort(naturalOrder)).toEqual(['A1.csv', 'a2.csv', 'b1.csv', 'b2.csv', 'b10.csv']);
  });
});
