import { describe, expect, it } from 'vitest';
import { MemoryRoom } from '../../../src-main/engine/datasets/readers/images/memoryRoom';

/** Work that ends when it is told to. */
function works(room: MemoryRoom) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (name: string, bytes: number) =>
    room.with(bytes, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  return { begun, begin, end: (name: string) => ends.get(name)?.() };
}

describe('work that takes memory', () => {
  it('begins in its order, as much of it at once as fits', async () => {
    const { begun, begin, end } = works(new MemoryRoom(100));
    const [first] = [begin('60', 60), begin('40', 40), begin('50', 50), begin('10', 10)];
    expect(begun).toEqual([]);
    await Promise.resolve();
    expect(begun).toEqual(['60', '40']);
    end('60');
    await first;
    // The smaller one does not go before that which has waited longer.
    expect(begun).toEqual(['60', '40', '50', '10']);
  });

  it('works alone where it takes more than there is', async () => {
    const { begun, begin, end } = works(new MemoryRoom(100));
    const [small, large] = [begin('small', 1), begin('large', 1000)];
    await Promise.resolve();
    expect(begun).toEqual(['small']);
    end('small');
    await small;
    expect(begun).toEqual(['small', 'large']);
    end('large');
    await large;
  });

  it('makes room for the next where it fails', async () => {
    const room = new MemoryRoom(1);
    await expect(room.with(1, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(room.with(1, () => Promise.resolve('next'))).resolves.toBe('next');
  });
});
