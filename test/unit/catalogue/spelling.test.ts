import { nearestName, suggestName } from '@shared/catalogue/spelling';
import { describe, expect, it } from 'vitest';

describe('the name that was probably meant', () => {
  it('is two letters away at most where the word is short', () => {
    expect(nearestName('dens', ['dense', 'conv2d'])).toBe('dense');
    expect(nearestName('desne', ['dense', 'conv2d'])).toBe('dense');
    expect(nearestName('de', ['dense'])).toBeNull();
    expect(nearestName('xyzse', ['dense'])).toBeNull();
  });

  it('may be a third of the letters away in a long word', () => {
    expect(nearestName('batchNormalisetion', ['batchNormalization'])).toBe('batchNormalization');
    expect(nearestName('learningXXXX', ['learningRate'])).toBe('learningRate');
    expect(nearestName('learningXXXXX', ['learningRate'])).toBeNull();
  });

  it('is the nearest of several, whatever its case', () => {
    expect(nearestName('UNITS', ['unit', 'units'])).toBe('units');
  });

  it('is asked for, or all names are told', () => {
    expect(suggestName('unit', ['units', 'rate'])).toBe('Did you mean "units"? Known are units, rate.');
    expect(suggestName('something', ['units', 'rate'])).toBe('Known are units, rate.');
  });
});
