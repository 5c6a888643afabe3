import { nextTick, ref, type Ref } from 'vue';

/** Of the head, whose cells stand above the rows. */
export const headRow = -1;

/**
 * Where the focus is in a table of rows that are not all there: on a row itself, or on one of the places in it, which are
 * marked `data-stop`. The arrow keys move it, as in a tree grid (WAI-ARIA Authoring Practices); one row is in the order of
 * the Tab key.
 * @param show brings a row into sight
 */
export function useGridFocus(
  table: Ref<HTMLElement | null>,
  count: () => number,
  show: (row: number) => void,
) {
  const activeRow = ref(0);

  async function focus(row: number, stop: number): Promise<void> {
    const next = Math.min(Math.max(row, headRow), count() - 1);
    if (next >= 0) {
      activeRow.value = next;
      show(next);
      await nextTick();
    }
    const element = table.value?.querySelector<HTMLElement>(`[data-row="${next}"]`);
    if (element) stopsIn(element)[Math.min(stop, stopsIn(element).length - 1)]?.focus();
  }

  /** Whether the key was one that moves. */
  function move(event: KeyboardEvent): boolean {
    const place = placeOf(event.target);
    if (place === null) return false;
    const next = movesFrom(place, event.ctrlKey || event.metaKey)[event.key];
    if (next === undefined) return false;
    event.preventDefault();
    event.stopPropagation();
    void focus(...next);
    return true;
  }

  function movesFrom({ row, stop }: Place, isFar: boolean): Record<string, readonly [number, number]> {
    const page = 15;
    return {
      ArrowDown: [row + 1, stop],
      ArrowUp: [row - 1, stop],
      ArrowRight: [row, stop + 1],
      ArrowLeft: [row, Math.max(0, stop - 1)],
      Home: isFar ? [0, stop] : [row, 0],
      End: isFar ? [count() - 1, stop] : [row, Infinity],
      PageDown: [row + page, stop],
      PageUp: [Math.max(0, row - page), stop],
    };
  }

  return { activeRow, move };
}

interface Place {
  readonly row: number;
  readonly stop: number;
}

/** Null for what has keys of its own, such as a name that is edited. */
function placeOf(target: EventTarget | null): Place | null {
  const element = target instanceof HTMLElement ? target : null;
  const row = element?.closest<HTMLElement>('[data-row]') ?? null;
  const stop = element === null || row === null ? -1 : stopsIn(row).indexOf(element);
  return row === null || stop < 0 ? null : { row: Number(row.dataset['row']), stop };
}

/** The row itself, and the places in it. The head's row takes no focus: its first cell stands for it. */
function stopsIn(row: HTMLElement): HTMLElement[] {
  const places = [...row.querySelectorAll<HTMLElement>('[data-stop]')];
  const [first = row] = places;
  return [Number(row.dataset['row']) === headRow ? first : row, ...places];
}
