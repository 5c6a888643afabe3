import type { RunSummary } from '@shared/runs/run';
import type { Database } from '../database/database';
import { isAmong } from '../table/storedRuns';
import { summaryOf, summarySelection } from './summary';

/** Runs that are remembered at a time. */
const mostKnown = 20_000;

/**
 * The runs as lists tell of them. That a row is as it was written is checked when it is read; then it is remembered, and
 * read again once it has changed.
 */
export class RunSummaries {
  private readonly known = new Map<string, { readonly version: number; readonly summary: RunSummary }>();

  constructor(private readonly database: Database) {}

  /** In the order of the ids, without those that there are not. */
  of(ids: readonly string[]): RunSummary[] {
    const { changes } = this.database;
    const version = changes.now();
    const lacking = ids.filter((id) => (this.known.get(id)?.version ?? 0) < changes.lastOf(id));
    if (lacking.length > 0) this.read(lacking, version);
    return ids.flatMap((id) => this.known.get(id)?.summary ?? []);
  }

  private read(ids: readonly string[], version: number): void {
    for (const id of ids) this.known.delete(id);
    const rows = this.database.all(
      this.database.query.selectFrom('runs').where(isAmong('id', ids)).select(summarySelection),
    );
    for (const row of rows) this.known.set(row.id, { version, summary: Object.freeze(summaryOf(row)) });
    for (const id of this.known.keys()) {
      if (this.known.size <= mostKnown) break;
      this.known.delete(id);
    }
  }
}
