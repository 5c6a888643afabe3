import { computed, nextTick, onBeforeUpdate, onUpdated, shallowRef, type Ref } from 'vue';

/** Of the head, whose cells stand above the rows. */
export const headRow = -1;

/**
 * Where the focus is in a table of rows that are not all there: on a row itself, or on one of the places in it, which are
 * marked `data-stop`. The arrow keys move it, as in a tree grid (WAI-ARIA Authoring Practices); one row is in the order of
 * the Tab key. It follows its row to another place, and where the row is gone, it goes to the one that stands there instead,
 * or to the head.
 * @param keys of the rows, in their order
 * @param show brings a row into sight
 */
export function useGridFocus(
  table: Ref<HTMLElement | null>,
  keys: () => readonly string[],
  show: (row: number) => void,
) {
  const active = shallowRef<{ readonly row: number; readonly key: string | undefined }>({
    row: 0,
    key: undefined,
  });
  /** -1 where there is none. */
  const activeRow = computed(() => {
    const { row, key } = active.value;
    const place = key === undefined ? -1 : keys().indexOf(key);
    return place >= 0 ? place : Math.min(row, keys().length - 1);
  });

  function entered(row: number): void {
    active.value = { row, key: keys()[row] };
  }

  async function focus(row: number, stop: number): Promise<void> {
    const next = Math.min(Math.max(row, headRow), keys().length - 1);
    if (next >= 0) {
      entered(next);
      show(next);
      await nextTick();
    }
    const element = table.value?.querySelector<HTMLElement>(`[data-row="${next}"]`);
    if (element) stopsIn(element)[Math.min(stop, stopsIn(element).length - 1)]?.focus();
  }

  // An element that is taken out or put elsewhere loses the focus to the document.
  let before: Place | null = null;
  onBeforeUpdate(() => (before = focusedIn(table.value)));
  onUpdated(() => {
    if (before === null || document.activeElement !== document.body) return;
    void focus(before.row === headRow ? headRow : activeRow.value, before.stop);
  });

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
      End: isFar ? [keys().length - 1, stop] : [row, Infinity],
      PageDown: [row + page, stop],
      PageUp: [Math.max(0, row - page), stop],
    };
  }

  return { activeRow, entered, move };
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

/** Null where the focus is elsewhere; of what has keys of its own, the row. */
function focusedIn(table: HTMLElement | null): Place | null {
  const element = document.activeElement;
  const row = table?.contains(element) ? element?.closest<HTMLElement>('[data-row]') : null;
  return row ? (placeOf(element) ?? { row: Number(row.dataset['row']), stop: 0 }) : null;
}

/** The row itself, and the places in it. The head's row takes no focus: its first cell stands for it. */
function stopsIn(row: HTMLElement): HTMLElement[] {
  const places = [...row.querySelectorAll<HTMLElement>('[data-stop]')];
  const [first = row] = places;
  return [Number(row.dataset['row']) === headRow ? first : row, ...places];
}
