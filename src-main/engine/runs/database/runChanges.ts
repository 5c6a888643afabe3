import type Sqlite from 'better-sqlite3';

const functionName = 'run_changed';

/** The tables of which lists show something, and what holds the run's id there. */
const watched = { runs: 'id', run_metrics: 'run_id', run_tags: 'run_id' } as const;

/**
 * Which runs have changed since when: what was read of the others is still so, and need not be read and checked again.
 * This connection's writes are told apart by run; after another's every run may have changed.
 */
export class RunChanges {
  private version = 1;
  /** The version with which each run last changed, by id. */
  private readonly byRun = new Map<string, number>();
  private allChanged = 1;
  private foreign: number;

  /** @param foreignVersion a number that changes when another connection has written */
  constructor(
    sqlite: Sqlite.Database,
    private readonly foreignVersion: () => number,
  ) {
    this.foreign = foreignVersion();
    sqlite.function(functionName, (id: unknown) => this.noteRun(String(id)));
    for (const [table, id] of Object.entries(watched)) sqlite.exec(triggersOf(table, id));
  }

  /** Grows with every change. */
  now(): number {
    const foreign = this.foreignVersion();
    if (foreign !== this.foreign) {
      this.foreign = foreign;
      this.everything();
    }
    return this.version;
  }

  lastOf(id: string): number {
    return Math.max(this.byRun.get(id) ?? 0, this.allChanged);
  }

  /** The runs that changed after a version; null where any may have. */
  since(version: number): string[] | null {
    if (this.allChanged > version) return null;
    return [...this.byRun].flatMap(([id, changed]) => (changed > version ? [id] : []));
  }

  /** What was read may be so no more, of any run: what was written has been taken back. */
  everything(): void {
    this.allChanged = ++this.version;
    this.byRun.clear();
  }

  private noteRun(id: string): null {
    this.byRun.set(id, ++this.version);
    return null;
  }
}

function triggersOf(table: string, id: string): string {
  const trigger = (event: string, row: string) =>
    `CREATE TEMP TRIGGER ${table}_noted_${event} AFTER ${event} ON main.${table}
       BEGIN SELECT ${functionName}(${row}."${id}"); END;`;
  return trigger('INSERT', 'NEW') + trigger('UPDATE', 'NEW') + trigger('DELETE', 'OLD');
}
