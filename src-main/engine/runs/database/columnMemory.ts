import type { Database } from './database';

/** One value of every run, by id; of runs that have changed it is read again. */
export class ColumnMemory<Value> {
  private values = new Map<string, Value>();
  private version = 0;

  /** @param read of the runs among which it is wanted; of all where none are named */
  constructor(
    private readonly database: Database,
    private readonly read: (among?: readonly string[]) => Iterable<readonly [id: string, value: Value]>,
  ) {}

  all(): ReadonlyMap<string, Value> {
    const { changes } = this.database;
    const now = changes.now();
    const changed = changes.since(this.version);
    if (changed === null) this.values = new Map(this.read());
    else if (changed.length > 0) {
      for (const id of changed) this.values.delete(id);
      for (const [id, value] of this.read(changed)) this.values.set(id, value);
    }
    this.version = now;
    return this.values;
  }
}
