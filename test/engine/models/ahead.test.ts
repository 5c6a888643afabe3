import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ahead } from '../../../src-main/engine/models/inputs/ahead';

/** Pieces of this very file, and whether it is open. */
function pieces() {
  const state = { isOpen: false };
  const read = async function* (): AsyncGenerator<number> {
    const file = await open(fileURLToPath(import.meta.url));
    state.isOpen = true;
    try {
      for (;;) yield (await file.read(Buffer.alloc(16))).bytesRead;
    } finally {
      await file.close();
      state.isOpen = false;
    }
  };
  return { state, items: read() };
}

describe('what is read ahead', () => {
  it('is closed where the one before cannot be worked on', async () => {
    const { state, items } = pieces();
    const work = async () => {
      for await (const piece of ahead(items)) throw new Error(`no use for ${piece}`);
    };
    await expect(work()).rejects.toThrow('no use for 16');
    expect(state.isOpen).toBe(false);
  });

  it('is closed where nobody asks for more', async () => {
    const { state, items } = pieces();
    const all = ahead(items);
    await all.next();
    expect(state.isOpen).toBe(true);
    await all.return(undefined);
    expect(state.isOpen).toBe(false);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });
});
