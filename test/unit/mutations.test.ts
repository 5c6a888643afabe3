import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutations } from '../mutations/index.ts';

describe('the list of mutations', () => {
  it('calls each by a name of its own', () => {
    const names = mutations.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(mutations)('finds $name once in the code, and the tests that are to notice it', (mutation) => {
    const { file, code, tests } = mutation;
    expect(readFileSync(file, 'utf8').split(code)).toHaveLength(2);
    expect(tests.filter((test) => !existsSync(`test/${test}.test.ts`))).toEqual([]);
  });
});
