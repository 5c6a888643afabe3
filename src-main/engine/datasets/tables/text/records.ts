/** Bytes that have a meaning in a file of separated values; -1 where there is none. */
export interface RecordSyntax {
  /** A byte, or `blanks` for runs of spaces and tabs. */
  readonly delimiter: number | 'blanks';
  readonly quote: number;
  readonly comment: number;
}

/** A quote that closes in the midst of a value, or never. */
export class QuoteError extends Error {
  /** @param line the one with the fault; where a quote is never closed, that of its record. */
  constructor(
    readonly kind: 'textAfter' | 'neverClosed',
    readonly line: number,
    /** Number of the value in its record, from 1 on. */
    readonly cell: number,
  ) {
    super(kind);
  }
}

/** Quoted, with doubled quotes in it. */
const escaped = 1;
/** Cells that a batch takes where nothing else is said. */
const usualCells = 1 << 17;

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const tab = 9;

/** What a byte means outside of quotes. */
const ordinary = 0;
const blank = 1;
const delimits = 2;
const endsLine = 3;

const incomplete = -1;

/**
 * Some records of a table: where each cell's bytes are. Cells of record `r` are `rowFirst[r]` to `rowFirst[r + 1]`.
 * Valid until the next call of the tokenizer.
 */
export class RecordBatch {
  bytes: Buffer = Buffer.alloc(0);
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  readonly rowFirst: Int32Array;
  /** The file's line, from 1 on, at which each record begins. */
  readonly lines: Float64Array;
  rows = 0;

  /** @param capacity the most cells it takes. */
  constructor(readonly capacity = usualCells) {
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.kinds = new Uint8Array(capacity);
    this.rowFirst = new Int32Array(capacity + 1);
    this.lines = new Float64Array(capacity);
  }

  /** A cell's text, quotes taken off. */
  text(cell: number): string {
    const text = this.bytes.toString('utf8', this.starts[cell], this.ends[cell]);
    if (this.kinds[cell] !== escaped) return text;
    const quote = String.fromCharCode(this.bytes[(this.starts[cell] ?? 0) - 1] ?? 0);
    return text.replaceAll(quote + quote, quote);
  }

  /** Its bytes in UTF-8, quotes taken off. */
  value(cell: number): Buffer {
    if (this.kinds[cell] === escaped) return Buffer.from(this.text(cell));
    return this.bytes.subarray(this.starts[cell], this.ends[cell]);
  }

  /** Whether these bytes stand in a cell; asked of every row, it makes nothing. */
  holds(cell: number, value: Buffer): boolean {
    if (this.kinds[cell] === escaped) return this.value(cell).equals(value);
    const [start, end] = [this.starts[cell] ?? 0, this.ends[cell] ?? 0];
    if (end - start !== value.length) return false;
    return value.length === 0 || this.bytes.compare(value, 0, value.length, start, end) === 0;
  }

  /** The same as a key: a character a byte, which costs no decoding. */
  key(cell: number): string {
    if (this.kinds[cell] === escaped) return Buffer.from(this.text(cell)).toString('latin1');
    return this.bytes.toString('latin1', this.starts[cell], this.ends[cell]);
  }

  /** Takes a row out; those behind it move up. */
  remove(row: number): void {
    const [from, to] = [this.rowFirst[row] ?? 0, this.rowFirst[row + 1] ?? 0];
    const end = this.rowFirst[this.rows] ?? 0;
    for (const cells of [this.starts, this.ends, this.kinds]) cells.copyWithin(from, to, end);
    for (let next = row; next < this.rows; next++) {
      this.rowFirst[next] = (this.rowFirst[next + 1] ?? 0) - (to - from);
    }
    this.rowFirst[row] = from;
    this.lines.copyWithin(row, row + 1, this.rows);
    this.rows--;
  }

  record(row: number): string[] {
    const cells: string[] = [];
    for (let cell = this.rowFirst[row] ?? 0; cell < (this.rowFirst[row + 1] ?? 0); cell++) {
      cells.push(this.text(cell));
    }
    return cells;
  }
}

/** The text that a key stands for. */
export const textOfKey = (key: string): string => Buffer.from(key, 'latin1').toString('utf8');
export const keyOfText = (text: string): string => Buffer.from(text).toString('latin1');

/**
 * Finds the cells of separated values (RFC 4180, with line ends of all three kinds, comments, runs of blanks) in UTF-8.
 * Blanks around a value do not belong to it; a quote within an unquoted value is an ordinary character; empty lines are
 * passed over. Works on bytes, so that a number need not become a string on its way, which is what makes it fast.
 */
export class Tokenizer {
  /** Of the next byte, from 1 on. */
  private line = 1;
  private readonly meaning = new Uint8Array(256);
  private readonly runs: boolean;
  private readonly quote: number;
  private readonly comment: number;
  private batch = new RecordBatch(0);
  private bytes: Buffer = Buffer.alloc(0);
  private end = 0;
  private isLast = false;
  private cells = 0;

  constructor({ delimiter, quote, comment }: RecordSyntax) {
    this.runs = delimiter === 'blanks';
    this.meaning[space] = this.meaning[tab] = this.runs ? delimits : blank;
    this.meaning[lineFeed] = this.meaning[carriageReturn] = endsLine;
    if (delimiter !== 'blanks') this.meaning[delimiter] = delimits;
    this.quote = quote;
    this.comment = comment;
  }

  /**
   * Finds as many whole records as there are between `from` and `to`, or as the batch takes.
   * @param isLast that nothing follows after `to`, so that the last record needs no line end.
   * @returns where the first record begins that is not in the batch.
   * @throws QuoteError
   */
  fill(batch: RecordBatch, bytes: Buffer, from: number, to: number, isLast: boolean): number {
    this.batch = batch;
    this.bytes = batch.bytes = bytes;
    this.end = to;
    this.isLast = isLast;
    this.cells = 0;
    batch.rows = 0;
    let position = from;
    while (position < to) {
      const [line, cells] = [this.line, this.cells];
      const next = this.readRecord(position);
      if (next === incomplete) {
        this.line = line;
        this.cells = cells;
        break;
      }
      position = next;
    }
    return position;
  }

  /** @returns where the next record begins, or {@link incomplete} where this one does not end or has no room. */
  private readRecord(from: number): number {
    const { bytes, end, meaning, batch } = this;
    let position = this.pastBlanks(from);
    if (position < end && bytes[position] === this.comment) {
      while (position < end && meaning[bytes[position] ?? 0] !== endsLine) position++;
    }
    if (position === end) return this.isLast ? end : incomplete;
    if (meaning[bytes[position] ?? 0] === endsLine) return this.pastLineEnd(position);

    const line = this.line;
    for (;;) {
      if (this.cells === batch.capacity) return incomplete;
      position = this.pastSpaces(position);
      position =
        bytes[position] === this.quote && position < end
          ? this.readQuoted(position)
          : this.readPlain(position);
      if (position === incomplete || (position === end && !this.isLast)) return incomplete;
      this.cells++;
      if (position === end || meaning[bytes[position] ?? 0] !== delimits) break;
      position++;
      if (!this.runs) continue;
      position = this.pastBlanks(position);
      if (position === end || meaning[bytes[position] ?? 0] === endsLine) break;
    }
    if (position === end && !this.isLast) return incomplete;
    const next = position === end ? end : this.pastLineEnd(position);
    if (next === incomplete) return incomplete;
    batch.lines[batch.rows] = line;
    batch.rows++;
    batch.rowFirst[batch.rows] = this.cells;
    return next;
  }

  /** Past blanks that are no delimiter. */
  private pastSpaces(from: number): number {
    const { bytes, end, meaning } = this;
    let position = from;
    while (position < end && meaning[bytes[position] ?? 0] === blank) position++;
    return position;
  }

  /** Past blanks that begin no value: all of them where they are the delimiter. */
  private pastBlanks(from: number): number {
    if (!this.runs) return this.pastSpaces(from);
    const { bytes, end, meaning } = this;
    let position = from;
    while (position < end && meaning[bytes[position] ?? 0] === delimits) position++;
    return position;
  }

  /** A carriage return and the line feed after it end one line. */
  private pastLineEnd(position: number): number {
    let next = position + 1;
    if (this.bytes[position] === carriageReturn) {
      if (next === this.end && !this.isLast) return incomplete;
      if (next < this.end && this.bytes[next] === lineFeed) next++;
    }
    this.line++;
    return next;
  }

  private readPlain(start: number): number {
    const { bytes, end, meaning, batch, cells } = this;
    let position = start;
    while (position < end && (meaning[bytes[position] ?? 0] ?? 0) <= blank) position++;
    let last = position;
    while (last > start && meaning[bytes[last - 1] ?? 0] === blank) last--;
    batch.starts[cells] = start;
    batch.ends[cells] = last;
    batch.kinds[cells] = 0;
    return position;
  }

  private readQuoted(open: number): number {
    const { bytes, end, meaning, batch, cells, quote } = this;
    const line = this.line;
    let kind = 0;
    let position = open + 1;
    for (; ; position++) {
      const byte = bytes[position];
      if (position >= end) {
        if (this.isLast) throw new QuoteError('neverClosed', line, this.cellNumber());
        return incomplete;
      }
      if (byte === quote) {
        if (position + 1 === end && !this.isLast) return incomplete;
        if (position + 1 === end || bytes[position + 1] !== quote) break;
        kind = escaped;
        position++;
      } else if (byte === lineFeed || (byte === carriageReturn && bytes[position + 1] !== lineFeed))
        this.line++;
    }
    batch.starts[cells] = open + 1;
    batch.ends[cells] = position;
    batch.kinds[cells] = kind;
    const next = this.pastSpaces(position + 1);
    if (next < end && meaning[bytes[next] ?? 0] === ordinary) {
      throw new QuoteError('textAfter', this.line, this.cellNumber());
    }
    return next;
  }

  private cellNumber(): number {
    return this.cells - (this.batch.rowFirst[this.batch.rows] ?? 0) + 1;
  }
}
