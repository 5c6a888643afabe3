import { describe, expect, it } from 'vitest';
import { parseSeeds } from '../../../src-main/cli/training/seeds';

describe('--seeds', () => {
  it('reads ranges and lists in the order written', () => {
    expect(parseSeeds('1..4')).toEqual([1, 2, 3, 4]);
    expect(parseSeeds('9,1,5')).toEqual([9, 1, 5]);
    expect(parseSeeds('1..3, 7,0..0')).toEqual([1, 2, 3, 7, 0]);
    expect(parseSeeds('2147483647')).toEqual([2_147_483_647]);
    expect(parseSeeds('1..1000')).toHaveLength(1000);
  });

  it.each([
    ['', '"" is no seed'],
    ['one', '"one" is no seed'],
    ['1,', '"" is no seed'],
    ['-1', '"-1" is no seed'],
    ['1.5', '"1.5" is no seed'],
    ['1...3', '"1...3" is no seed'],
    ['1..', '"1.." is no seed'],
    ['1e3', '"1e3" is no seed'],
    ['5..1', '"5..1" goes backwards: write 1..5'],
    ['1..3,2', 'Seed 2 stands there twice'],
    ['2147483648', 'from 0 to 2147483647'],
    ['1..99999999999999999999', 'from 0 to 2147483647'],
    ['1..1001', 'more than 1000 seeds'],
    ['0..500,501..1000', 'more than 1000 seeds'],
    ['1..2000000000', 'more than 1000 seeds'],
  ])('refuses %j with the reason', (text, reason) => {
    expect(() => parseSeeds(text)).toThrow(reason);
  });
});
