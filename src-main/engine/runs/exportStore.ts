import type { ExportResult } from '@shared/contract/exports';
import type { RunId } from '@shared/ids';
import type { Database } from './database';
import { newId } from './ids';

/** What was exported, with its parity reports. */
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
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .select('result'),
    );
    return rows.map(({ result }) => JSON.parse(result) as ExportResult);
  }
}
