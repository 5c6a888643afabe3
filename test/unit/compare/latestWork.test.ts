import { describe, expect, it } from 'vitest';
import { effectScope } from 'vue';
import { useLatestWork } from '../../../src-renderer/features/compare/pictures/latestWork';

const pieces = (...keys: string[]) => keys.map((key) => ({ key }));

/** Work whose pieces are ended by hand. */
function workByHand() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const scope = effectScope();
  const work = scope.run(() =>
    useLatestWork<{ key: string }>(2, async ({ key }) => {
      begun.push(key);
      await new Promise<void>((end) => ends.set(key, end));
    }),
  )!;
  const end = async (key: string) => {
    ends.get(key)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ...work, begun, end, leave: () => scope.stop() };
}

describe('work of which the latest is wanted', () => {
  it('is done two pieces at once, in their order', async () => {
    const { want, begun, end, loading } = workByHand();
    want(pieces('a', 'b', 'c', 'd'));
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const key of ['a', 'c', 'd']) await end(key);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    expect(loading.value).toBe(false);
  });

  it('leaves out what has not begun where something else is wanted, and begins nothing twice', async () => {
    const { want, begun, end } = workByHand();
    want(pieces('a', 'b', 'c', 'd'));
    for (const moved of ['x', 'y', 'z']) want(pieces('a', moved));
    expect(begun).toEqual(['a', 'b']);
    await end('a');
    await end('b');
    expect(begun).toEqual(['a', 'b', 'z']);
  });

  it('begins no more where nobody looks on', async () => {
    const { want, begun, end, leave } = workByHand();
    want(pieces('a', 'b', 'c'));
    leave();
    await end('a');
    expect(begun).toEqual(['a', 'b']);
  });
});
