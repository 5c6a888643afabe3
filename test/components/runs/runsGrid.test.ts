import type { FieldCell } from '@shared/contract/runs/runTable';
import { runIdSchema } from '@shared/ids';
import { describe, expect, it } from 'vitest';
import { type Component, defineComponent, h, KeepAlive, markRaw, nextTick, reactive, ref } from 'vue';
import { columnNamed } from '../../../src-renderer/features/runs/list/columns';
import RunsGrid from '../../../src-renderer/features/runs/grid/RunsGrid.vue';
import { itemsOfRuns } from '../../../src-renderer/features/runs/list/groups';
import { mountInApp } from '../page/mounting';

const runNamed = (name: string) => ({
  id: idOf(name),
  name,
  state: 'running',
  color: 1,
  tags: [],
  checkpoints: [],
});
const idOf = (name: string) => runIdSchema.parse(name);
const itemsNamed = (...names: string[]) => itemsOfRuns(names.map(idOf));

const Grid: Component = RunsGrid;

/** A table of runs that have not been read yet. */
async function grid(...names: string[]) {
  const place = document.createElement('div');
  place.style.cssText = 'display: flex; height: 500px';
  document.body.append(place);
  const props = reactive({
    items: itemsNamed(...names),
    rows: new Map(),
    curves: new Map(),
    current: (run: unknown) => run,
    columns: [columnNamed('name')],
    orders: [],
    selected: new Set(),
    allSelected: false,
    openId: null,
    expanded: null,
    labelOf: () => '',
    told: [],
  });
  const isShown = ref(true);
  const Pages = defineComponent({
    setup: () => () => h(KeepAlive, null, () => (isShown.value ? h(Grid, props) : h('p', 'another page'))),
  });
  const app = mountInApp(Pages, {}, { place });
  const row = (at: number) => place.querySelector<HTMLElement>(`tbody [data-row="${at}"]`);
  await expect.poll(() => row(0)).not.toBeNull();
  const show = (...next: string[]) => (props.items = itemsNamed(...next));
  return { app, props, place, isShown, row, show };
}

const focusedRow = () => document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
const tabbable = (row: (at: number) => HTMLElement | null) =>
  [0, 1, 2, 3].filter((at) => row(at)?.tabIndex === 0);

describe('the focus in the table of runs', () => {
  it('stays at its place where all rows become others', async () => {
    const { row, show } = await grid('a', 'b', 'c');
    row(1)?.focus();
    show('x', 'y', 'z');
    await expect.poll(focusedRow).toBe('1');
    await expect.poll(() => tabbable(row)).toEqual([1]);
  });

  it('goes to the head where no row is left, and the keys lead from there to rows that come', async () => {
    const { row, show } = await grid('a', 'b', 'c');
    row(1)?.focus();
    show();
    await expect.poll(focusedRow).toBe('-1');
    show('x', 'y', 'z');
    await expect.poll(() => row(2)).not.toBeNull();
    expect(focusedRow()).toBe('-1');
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
    await expect.poll(focusedRow).toBe('0');
  });

  it('goes to the last row where there are fewer', async () => {
    const { row, show } = await grid('a', 'b', 'c');
    row(2)?.focus();
    show('x', 'y');
    await expect.poll(focusedRow).toBe('1');
  });

  it('goes with its row to another place, also in the order of the Tab key', async () => {
    const { row, show } = await grid('a', 'b', 'c');
    row(0)?.focus();
    show('x', 'b', 'a');
    await expect.poll(focusedRow).toBe('2');
    await expect.poll(() => tabbable(row)).toEqual([2]);
    expect(document.activeElement).toBe(row(2));
  });

  it('is not taken from where somebody else has it', async () => {
    const { row, show } = await grid('a', 'b');
    row(1)?.focus();
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    show('x', 'y');
    await expect.poll(() => row(0)).not.toBeNull();
    await nextTick();
    expect(document.activeElement).toBe(field);
  });
});

/** A run's row, which counts how often it is drawn. */
class CountedCells extends Map<string, FieldCell> {
  drawn = 0;

  override get(name: string) {
    this.drawn += 1;
    return super.get(name);
  }
}
const rowOf = (name: string, cells: CountedCells) => [idOf(name), { run: runNamed(name), cells }] as const;

describe('the table of runs', () => {
  it('draws the rows anew that have changed, and leaves the others as they are', async () => {
    const { props, row } = await grid('a', 'b');
    props.columns = [columnNamed('name'), columnNamed('note')];
    const [still, before, after] = [
      new CountedCells(),
      new CountedCells(),
      new CountedCells([['note', 'new']]),
    ];
    const stays = rowOf('a', still);
    props.rows = markRaw(new Map([stays, rowOf('b', before)]));
    await expect.poll(() => Math.min(still.drawn, before.drawn)).toBeGreaterThan(0);
    const drawn = still.drawn;
    props.rows = markRaw(new Map([stays, rowOf('b', after)]));
    await expect.poll(() => row(1)?.textContent).toContain('new');
    expect(still.drawn).toBe(drawn);
  });

  it('shows the rows that it showed when another page was looked at meanwhile', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `run ${index}`);
    const { place, isShown, row } = await grid(...names);
    const frame = () => place.querySelector<HTMLElement>('.runs-frame');
    Object.assign(frame()?.style ?? {}, { height: '400px', overflow: 'auto' });
    await expect.poll(() => row(50)).toBeNull();
    frame()?.scrollTo({ top: 2000 });
    await expect.poll(() => row(50)).not.toBeNull();
    isShown.value = false;
    await expect.poll(frame).toBeNull();
    isShown.value = true;
    await expect.poll(() => frame()?.scrollTop).toBe(2000);
    await nextTick();
    expect(row(58)).not.toBeNull();
    frame()?.scrollTo({ top: 0 });
    await expect.poll(() => row(0)).not.toBeNull();
  });
});
