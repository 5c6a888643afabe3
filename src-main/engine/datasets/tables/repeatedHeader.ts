import type { RepeatedHeaderPolicy } from '@shared/data/tables/reading';
import type { RecordBatch } from './text/records';

/** What a file that was put behind another may begin with. */
const byteOrderMark = '\ufeff';

/** Of each cell of a header's line what may stand in it where the line comes again. */
type HeaderLine = readonly (readonly Buffer[])[];

/**
 * Looks in the rows of a table for its header, which stands there once more where files were put one behind the other.
 * Of a header of several lines the first is looked for, and the others right behind it.
 */
export class RepeatedHeader {
  /** Null where the table has no header, one name, or a header that is no row's length. */
  private readonly header: readonly HeaderLine[] | null;
  private found: number[] = [];
  /** The line of the header that may come next, behind those that have come. */
  private expected = 0;

  /** @param header the cells of each of its lines */
  constructor(
    header: readonly (readonly string[])[],
    columns: number,
    private readonly policy: RepeatedHeaderPolicy | undefined,
  ) {
    const isWhole = header.length > 0 && columns > 1 && header.every(({ length }) => length === columns);
    this.header = isWhole ? header.map(lineOf) : null;
  }

  /** The file's lines or rows in which the header stood in the last pass. */
  get lines(): readonly number[] {
    return this.found;
  }

  /** Before each pass over the rows. */
  begin(): void {
    this.found = [];
    this.expected = 0;
  }

  /** Looks through rows of the header's length, and takes it out where it is to be left out. */
  take(batch: RecordBatch, firstRow: number): void {
    const { header } = this;
    if (header === null) return;
    for (let row = firstRow; row < batch.rows;) {
      if (!this.repeats(header, batch, row)) {
        row++;
        continue;
      }
      this.found.push(batch.lines[row] ?? 0);
      if (this.policy === 'leaveOut') batch.remove(row);
      else row++;
    }
  }

  private repeats(header: readonly HeaderLine[], batch: RecordBatch, row: number): boolean {
    const next = header[this.expected];
    const goesOn = this.expected > 0 && next !== undefined && holds(next, batch, row);
    if (!goesOn && !(header[0] !== undefined && holds(header[0], batch, row))) {
      this.expected = 0;
      return false;
    }
    this.expected = goesOn ? this.expected + 1 : 1;
    return true;
  }
}

const lineOf = (cells: readonly string[]): HeaderLine =>
  cells.map((cell, index) => {
    const plain = cell.replace(/^\ufeff+/, '');
    return (index === 0 ? [plain, byteOrderMark + plain] : [plain]).map((each) => Buffer.from(each));
  });

function holds(line: HeaderLine, batch: RecordBatch, row: number): boolean {
  const first = batch.rowFirst[row] ?? 0;
  return line.every((cells, index) => cells.some((cell) => batch.holds(first + index, cell)));
}
