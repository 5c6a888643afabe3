import { onScopeDispose, ref } from 'vue';

/**
 * Works off a list, a few pieces at once. A newer list takes the place of what has not begun of the one before; what is
 * under way is finished, and not begun a second time. Cancelled with the scope that it was made in.
 */
export function useLatestWork<Piece extends { readonly key: string }>(
  atOnce: number,
  work: (piece: Piece, options: { signal: AbortSignal }) => Promise<void>,
) {
  const loading = ref(false);
  const underWay = new Set<string>();
  const ended = new AbortController();
  let waiting: Piece[] = [];

  async function begin(piece: Piece): Promise<void> {
    underWay.add(piece.key);
    try {
      await work(piece, { signal: ended.signal });
    } finally {
      underWay.delete(piece.key);
      goOn();
    }
  }

  function goOn(): void {
    while (underWay.size < atOnce) {
      const next = waiting.shift();
      if (next === undefined) break;
      void begin(next);
    }
    loading.value = underWay.size > 0;
  }

  /** @param pieces that are wanted, and none but these */
  function want(pieces: readonly Piece[]): void {
    waiting = pieces.filter(({ key }) => !underWay.has(key));
    goOn();
  }

  onScopeDispose(() => {
    waiting = [];
    ended.abort();
  });
  return { loading, want };
}
