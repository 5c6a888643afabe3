import { describe, expect, it } from 'vitest';
import { nameApart } from '@shared/runs/names';

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
