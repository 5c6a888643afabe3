import { describe, expect, it } from 'vitest';
import { datasetSpecSchema } from '@shared/data/spec';
import { trainingConfigSchema } from '@shared/training/config';
import { nameApart, runNames } from '@shared/runs/names';

describe('the name of a run', () => {
  it('is the one wanted where no other has it', () => {
    expect(nameApart('spirals', [])).toBe('spirals');
    expect(nameApart('spirals', ['moons', 'spirals of mine', 'spirals2'])).toBe('spirals');
    expect(nameApart('spirals', ['spirals 3'])).toBe('spirals');
  });

  it('has the number after the largest behind it where others have it', () => {
    expect(nameApart('spirals', ['spirals'])).toBe('spirals 2');
    expect(nameApart('spirals', ['spirals', 'spirals 7', 'spirals 2'])).toBe('spirals 8');
  });
});

describe('runs that are started together', () => {
  const named = (name: string, seed: number, folding: object = {}) => ({
    name,
    training: trainingConfigSchema.parse({ seed }),
    dataset: datasetSpecSchema.parse({ kind: 'moons', ...folding }),
  });

  it('are called by their seeds where nothing else tells them apart', () => {
    expect(runNames([named('a', 1), named('a', 5), named('b', 1)])).toEqual([
      'a (seed 1)',
      'a (seed 5)',
      'b',
    ]);
    expect(runNames([named('a', 1), named('a', 1)])).toEqual(['a', 'a']);
  });

  it('are called by their folds where they are those of one cross-validation', () => {
    const ofFold = (fold: number) => named('a', 1, { folds: 3, fold });
    expect(runNames([ofFold(1), ofFold(2), named('b', 1, { folds: 3, fold: 1 })])).toEqual([
      'a (fold 1 of 3)',
      'a (fold 2 of 3)',
      'b',
    ]);
  });

  it('have no name that is too long', () => {
    const [name] = runNames([named('x'.repeat(200), 2_147_483_647), named('x'.repeat(200), 1)]);
    expect(name?.length).toBeLessThanOrEqual(200);
  });
});
