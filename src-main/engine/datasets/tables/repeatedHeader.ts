import type { RepeatedHeaderPolicy } from '@shared/data/tables/reading';
import { unnamed } from './guess/header';
import type { DistinctNames } from './guess/header';
import type { RecordBatch } from './text/records';

/**
 * Looks in the rows of a table for the names of its columns, which stand there once more where files were put one behind
 * the other.
 */
export class RepeatedHeader {
  /** Of each cell what may stand in it; null where the table has no header, one of several lines, or one name. */
  private readonly header: readonly (readonly Buffer[])[] | null;
  private found: number[] = [];

  constructor(
    { names, renamed }: DistinctNames,
    headerLines: number,
    private readonly policy: RepeatedHeaderPolicy | undefined,
  ) {
    const written = names.map((name) => renamed.get(name) ?? name);
    this.header =
      headerLines === 1 && names.length > 1
        ? written.map((name, index) =>
            [name, ...(name === unnamed(index) ? [''] : [])].map((each) => Buffer.from(each)),
          )
        : null;
  }

  /** The file's lines or rows in which the names stood in the last pass. */
  get lines(): readonly number[] {
    return this.found;
  }

  /** Before each pass over the rows. */
  begin(): void {
    this.found = [];
  }

  /** Looks through rows of the header's length, and takes the names out where they are to be left out. */
  take(batch: RecordBatch, firstRow: number): void {
    const { header } = this;
    if (header === null) return;
    for (let row = firstRow; row < batch.rows;) {
      if (!repeats(header, batch, row)) {
        row++;
        continue;
      }
      this.found.push(batch.lines[row] ?? 0);
      if (this.policy === 'leaveOut') batch.remove(row);
      else row++;
    }
  }
}

function repeats(header: readonly (readonly Buffer[])[], batch: RecordBatch, row: number): boolean {
  const first = batch.rowFirst[row] ?? 0;
  return header.every((names, index) => names.some((name) => batch.holds(first + index, name)));
}
