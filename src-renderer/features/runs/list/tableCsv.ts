import { mostRunsAtOnce, type FieldCell } from '@shared/contract/runs/runTable';
import type { RunId } from '@shared/ids';
import { tableCsv } from '@shared/runs/tableCsv';
import { engine } from '../../../shared/engine/client';

/** Runs in their order, as the command line's `runs --csv` writes them. Those that are gone meanwhile are left out. */
export async function csvOfRuns(ids: readonly RunId[], columns: readonly string[]): Promise<string> {
  const rows: FieldCell[][] = [];
  for (let from = 0; from < ids.length; from += mostRunsAtOnce) {
    const runIds = ids.slice(from, from + mostRunsAtOnce);
    const { cells } = await engine.runs.rows({ runIds, columns: [...columns] });
    rows.push(...cells);
  }
  return tableCsv(columns, rows);
}
