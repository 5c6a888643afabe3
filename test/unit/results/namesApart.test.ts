import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesApart } from '../../../src-renderer/shared/lists/namesApart';

describe('names beside each other', () => {
  it('are left as they are where they have room', () => {
    expect(namesApart(['spirals', 'spirals 2'], 12)).toEqual(['spirals', 'spirals 2']);
  });

  it.each([
    ['at the end', (own: string) => `a net of two wide layers on spirals (seed ${own})`],
    [
      'in the middle',
      (own: string) => `spirals with two hidden layers of ${own} units each, Adam, 200 epochs`,
    ],
    ['at the beginning', (own: string) => `${own}, and then what all of them are called alike`],
  ])('show what they differ in where that stands %s', (_where, nameOf) => {
    const [eight, sixteen] = namesApart([nameOf('8'), nameOf('16')], 20);
    expect(eight).toContain('8');
    expect(sixteen).toContain('16');
  });

  it('show what they differ in beside one that is called otherwise', () => {
    const named = (units: number) => `spirals with two hidden layers of ${units} units each`;
    const [eight, sixteen, other] = namesApart([named(8), named(16), 'convnet'], 20);
    expect(eight).toContain('8');
    expect(sixteen).toContain('16');
    expect(other).toBe('convnet');
  });

  it('begin as they are called, and leave out what all have alike', () => {
    const named = (seed: number) => `a net of wide layers, seed ${seed} of many`;
    expect(namesApart([named(1), named(2)], 16)).toEqual(['a net of …1…many', 'a net of …2…many']);
  });

  it('of which one stands alone has its beginning and its end', () => {
    expect(namesApart([`${'a'.repeat(30)}${'b'.repeat(30)}`], 13)).toEqual(['aaaaaa…bbbbbb']);
  });

  it('take no more letters than they have room for, and stay apart where they differ in few letters', () => {
    const word = fc.string({ minLength: 0, maxLength: 40 });
    fc.assert(
      fc.property(
        word,
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 5 }),
        word,
        fc.integer({ min: 12, max: 60 }),
        (begin, own, end, most) => {
          const shown = namesApart(
            own.map((each) => `${begin}${each}${end}`),
            most,
          );
          expect(new Set(shown).size).toBe(own.length);
          for (const name of shown) expect(Array.from(name).length).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});
