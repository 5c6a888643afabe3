import type { FieldCell } from '@shared/contract/runs/runTable';
import type { RunId } from '@shared/ids';
import type { RunSummary } from '@shared/runs/run';
import { onScopeDispose, shallowRef } from 'vue';
import { engine, isCancelled } from '../../../shared/engine/client';

/** What the table shows of one run. */
export interface RunRow {
  readonly run: RunSummary;
  /** By the names of the columns that were asked for. */
  readonly cells: ReadonlyMap<string, FieldCell>;
}

/**
 * The rows that were looked at, read from the engine as they come into sight; while they are read again, they stand as they
 * were. One question at a time: of what was wanted meanwhile, the latest counts.
 */
export function useRunRows(columns: () => readonly string[], arrived: (runs: readonly RunSummary[]) => void) {
  const known = shallowRef<ReadonlyMap<RunId, RunRow>>(new Map());
  const fresh = new Set<RunId>();
  const aborter = new AbortController();
  onScopeDispose(() => aborter.abort());
  let wanted: readonly RunId[] = [];
  let isAsking = false;

  function need(ids: readonly RunId[]): void {
    wanted = ids;
    if (!isAsking) void ask();
  }

  async function ask(): Promise<void> {
    isAsking = true;
    for (let runIds = lacking(); runIds.length > 0; runIds = lacking()) {
      if (!(await read(runIds))) break;
    }
    isAsking = false;
  }
  const lacking = () => wanted.filter((id) => !fresh.has(id));

  /** @returns whether the engine has answered */
  async function read(runIds: RunId[]): Promise<boolean> {
    const names = [...columns()];
    for (const id of runIds) fresh.add(id);
    try {
      const { runs, cells } = await engine.runs.rows({ runIds, columns: names }, { signal: aborter.signal });
      const next = new Map(known.value);
      for (const [place, run] of runs.entries()) {
        const values = names.map((name, at) => [name, cells[place]?.[at] ?? null] as const);
        next.set(run.id, { run, cells: new Map(values) });
      }
      known.value = next;
      arrived(runs);
      return true;
    } catch (thrown) {
      // The list, which is asked for at the same times, says what is wrong.
      for (const id of runIds) fresh.delete(id);
      if (!isCancelled(thrown)) console.warn('rows of runs could not be read', thrown);
      return false;
    }
  }

  /** Reads one run again, or all, when they are looked at the next time. */
  function outdate(id?: RunId): void {
    if (id === undefined) fresh.clear();
    else fresh.delete(id);
  }

  return { known, need, read, outdate };
}
