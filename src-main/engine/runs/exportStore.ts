import type { ExportResult } from '@shared/contract/exports';
import type { RunId } from '@shared/ids';
import type { Database } from './database/database';
import { newId } from './ids';
import { wholeRow } from './database/wholeRow';

/** What was exported, with its parity reports. What is damaged is left out. */
export class ExportStore {
  constructor(private readonly database: Database) {}

  add(result: ExportResult): void {
    this.database.run(
      this.database.query.insertInto('exports').values({
        id: newId(),
        run_id: result.runId,
        created_at: result.createdAt,
        result: JSON.stringify(result),
      }),
    );
  }

  /** The latest first. */
  list(runId: RunId): ExportResult[] {
    const rows = this.database.all(
      this.database.query
        .selectFrom('exports')
        .where('run_id', '=', runId)
        .where(wholeRow('exports'), '=', 1)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .select('result'),
    );
    return rows.map(({ result }) => readResult(result));
  }

  /** Of all runs that are not in the bin, the latest first, with the runs' names. */
  all(): { readonly runName: string; readonly result: ExportResult }[] {
    const rows = this.database.all(
      this.database.query
        .selectFrom('exports')
        .innerJoin('runs', 'runs.id', 'exports.run_id')
        .where('runs.deleted_at', 'is', null)
        .where(wholeRow('exports'), '=', 1)
        .orderBy('exports.created_at', 'desc')
        .orderBy('exports.id', 'desc')
        .select(['exports.result as result', 'runs.name as name']),
    );
    return rows.map(({ result, name }) => ({ runName: name, result: readResult(result) }));
  }

  /** Forgets every export to a path. */
  forget(path: string): void {
    const rows = this.database.all(
      this.database.query.selectFrom('exports').where(wholeRow('exports'), '=', 1).select(['id', 'result']),
    );
    for (const { id, result } of rows) {
      const { path: own, asidePath } = readResult(result);
      if (own !== path && asidePath !== path) continue;
      this.database.run(this.database.query.deleteFrom('exports').where('id', '=', id));
    }
  }
}

/** Earlier versions knew of one file beside it, or of none. */
function readResult(text: string): ExportResult {
  const { besidePath, ...result } = JSON.parse(text) as ExportResult & {
    readonly besidePath?: string | null;
  };
  return { ...{ besidePaths: besidePath ? [besidePath] : [] }, ...result };
}
