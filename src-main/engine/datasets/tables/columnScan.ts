import type { ColumnType } from '@shared/data/tables/columns';
import { DateEvidence } from './cells/dates';
import type { KnownColumn, OpenedTable, RowPlace } from './opened';
import { type RecordBatch, textOfKey } from './text/records';
import { looksNumeric, missingWords, perhapsMissingWords, spreadsheetErrors } from './cells/values';

/** More different words than this are no categories but names or texts. */
export const mostCategories = 1000;
/** A target with at most so many different whole numbers is a class label. */
export const mostNumericClasses = 20;
/** So many examples a class has at least on average, where nobody has said that they are classes. */
const fewestPerClass = 2;
/** From this share of numbers on, a text in the column is a mistake and not a category. */
const numericShare = 0.9;
/** How long the words of a column of numbers are kept, in case that it turns out to be none. */
const rowsOfDoubt = 1 << 16;
const sampleSize = 5;
/** Words that are all codes of regions make NA Namibia; of fewer it would be chance. */
const fewestRegions = 4;

export interface Place extends RowPlace {
  readonly text: string;
}

/** How often a word stands in a column, and where first. */
export interface WordCount extends RowPlace {
  count: number;
  /** Of a number that looks like a code, how it is written. */
  readonly written?: string;
}

const zero = 48;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte < zero + 10;

/** `1E5` may be one hundred thousand, and the place or the kind of something. */
const digitsAroundE = /^\d+e\d+$/i;
const longestCode = 8;

function looksLikeCode(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > 1 && bytes[start] === zero && isDigit(bytes[start + 1])) return true;
  return end - start <= longestCode && digitsAroundE.test(bytes.toString('latin1', start, end));
}

/** Asked of every row, so that nothing is made for it. */
function mayHoldE(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > longestCode) return false;
  for (let at = start; at < end; at++) if (((bytes[at] ?? 0) | 0x20) === 0x65) return true;
  return false;
}

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const isRegion = (word: string): boolean => /^[A-Z]{2}$/.test(word) && regionNames.of(word) !== undefined;

/** What a look through the whole file tells of a column. */
export class ColumnScan {
  readonly sample: string[] = [];
  rows = 0;
  numbers = 0;
  /** Of the numbers. */
  smallest = Infinity;
  largest = -Infinity;
  /** The first number with zeros before its digits, or of digits around an E, as codes have them. */
  codeLike: string | null = null;
  dates = new DateEvidence();
  firstText: Place | null = null;
  /** Texts that would be numbers with other marks. */
  private otherNumbers = 0;
  /** Cells that are no numbers and no words that may mean missing. */
  texts = 0;
  private readonly words = new Map<string, WordCount>();
  /** Words that mean missing, or may. */
  private readonly marks = new Map<string, WordCount>();
  private keepsNumbersAsWords = true;
  private readonly whole = new Map<number, WordCount>();
  /** Where a whole number is first written in another way than before, and one of both looks like a code. */
  twoSpellings: (Place & { readonly before: string }) | null = null;
  private isWhole = true;
  /** The one whose rows are taken in. */
  private file: OpenedTable | null = null;

  /**
   * @param missing the words that mean missing, or null where they are to be found out.
   * @param asked the type that the person or the file has given the column.
   * @param known what else the file says of it.
   */
  constructor(
    readonly name: string,
    private readonly missing: ReadonlySet<string> | null,
    private asked: ColumnType | undefined,
    private readonly known: KnownColumn = {},
  ) {}

  /** Takes in the column's cells of some rows of a file. */
  add(batch: RecordBatch, column: number, file: OpenedTable, firstRow: number): void {
    const { bytes, starts, ends, rowFirst, lines } = batch;
    const { numbers } = file;
    this.file = file;
    for (let row = firstRow; row < batch.rows; row++) {
      const cell = (rowFirst[row] ?? 0) + column;
      const start = starts[cell] ?? 0;
      const end = ends[cell] ?? 0;
      const value = start === end ? NaN : numbers.read(bytes, start, end);
      if (Number.isNaN(value)) this.addText(batch, cell, lines[row] ?? 0);
      else {
        this.numbers++;
        if (value < this.smallest) this.smallest = value;
        if (value > this.largest) this.largest = value;
        if (this.codeLike === null && this.rows < rowsOfDoubt && looksLikeCode(bytes, start, end))
          this.codeLike = batch.text(cell);
        if (this.isWhole) this.addWhole(value, batch, cell, lines[row] ?? 0);
        if (this.keepsNumbersAsWords) this.addWord(batch.key(cell), lines[row] ?? 0);
      }
      if (this.sample.length < sampleSize) this.sample.push(batch.text(cell));
    }
    this.rows += batch.rows - firstRow;
    const isDone = this.rows > rowsOfDoubt && this.numbers >= numericShare * this.rows;
    if (isDone && !this.takesWords) this.keepsNumbersAsWords = false;
  }

  /** What comes next is of the type that has shown itself so far, or is wrong. */
  settleType(): void {
    if (this.numbers + this.texts > 0) this.asked = this.type;
  }

  private get takesWords(): boolean {
    return this.asked === 'category' || this.asked === 'ordinal' || this.holdsWords;
  }

  private get holdsWords(): boolean {
    return this.known.holdsWords === true;
  }

  private addText(batch: RecordBatch, cell: number, line: number): void {
    const key = batch.key(cell);
    const mayBeMissing =
      this.isError(key) ||
      (this.missing === null ? missingWords.has(key) || perhapsMissingWords.has(key) : this.missing.has(key));
    if (mayBeMissing) {
      const found = this.marks.get(key);
      if (found === undefined) this.marks.set(key, { count: 1, ...this.at(line) });
      else found.count++;
      return;
    }
    this.texts++;
    if (looksNumeric(key)) this.otherNumbers++;
    this.firstText ??= { ...this.at(line), text: batch.text(cell) };
    if (this.addWord(key, line) || this.asked === 'date') this.dates.add(batch.text(cell), this.at(line));
  }

  private at(line: number): RowPlace {
    if (this.file === null) throw new Error('rows stand in a file');
    return { line, file: this.file };
  }

  /** @returns whether the column may still be one of categories or dates. */
  private addWord(key: string, line: number): boolean {
    const found = this.words.get(key);
    if (found !== undefined) found.count++;
    else if (this.words.size <= mostCategories) this.words.set(key, { count: 1, ...this.at(line) });
    else return this.dates.count >= numericShare * (this.texts - 1);
    return true;
  }

  private addWhole(value: number, batch: RecordBatch, cell: number, line: number): void {
    if (!Number.isSafeInteger(value) || this.whole.size > mostNumericClasses) {
      this.isWhole = false;
      return;
    }
    const found = this.whole.get(value);
    if (found !== undefined) {
      found.count++;
      this.twoSpellings ??= this.otherSpelling(value, found, batch, cell, line);
    } else {
      const text = batch.text(cell);
      const written = digitsAroundE.test(text) ? { written: text } : {};
      this.whole.set(value, { count: 1, ...this.at(line), ...written });
    }
  }

  private otherSpelling(
    value: number,
    { written }: WordCount,
    batch: RecordBatch,
    cell: number,
    line: number,
  ): ColumnScan['twoSpellings'] {
    const { bytes, starts, ends } = batch;
    if (written === undefined && !mayHoldE(bytes, starts[cell] ?? 0, ends[cell] ?? 0)) return null;
    const [text, before] = [batch.text(cell), written ?? String(value)];
    const isCode = written !== undefined || digitsAroundE.test(text);
    return isCode && text !== before ? { ...this.at(line), text, before } : null;
  }

  get type(): ColumnType {
    if (this.asked !== undefined) return this.asked;
    const values = this.numbers + this.texts;
    if (!this.holdsWords && this.numbers > 0 && this.numbers >= numericShare * values) return 'number';
    if (this.dates.count > 0 && this.dates.count >= numericShare * values) return 'date';
    if (!this.holdsWords && this.holdsOtherNumbers) return 'number';
    return this.words.size > mostCategories ? 'text' : 'category';
  }

  /** Whether the words are numbers with other marks than the table's: to be refused as numbers, not learnt as words. */
  private get holdsOtherNumbers(): boolean {
    return this.otherNumbers > 1 && this.otherNumbers >= numericShare * this.texts;
  }

  /** Whether the same number, by its digits, stands in all rows that have one. */
  get isConstant(): boolean {
    return !(this.largest > this.smallest) && this.words.size < 2;
  }

  get isEmpty(): boolean {
    return this.rows > 0 && this.missingCount === this.rows;
  }

  /** Why it is left out as long as nobody says anything of it, in a sentence; undefined where it is not. */
  get leftOutBecause(): string | undefined {
    if (this.known.leftOutBecause !== undefined) return this.known.leftOutBecause;
    return this.isEmpty ? `Column “${this.name}” has no value in any row and is left out.` : undefined;
  }

  /** Whether words are asked for that were given up for numbers; the file is then to be looked through again. */
  get needsWords(): boolean {
    return this.type === 'category' && !this.keepsNumbersAsWords;
  }

  /** The words that mean missing here, of those that stand in the column; the empty one always does. */
  get missingWords(): ReadonlySet<string> {
    const found = [...this.marks.keys()].filter((word) => this.meansMissing(word));
    return new Set(['', ...found]);
  }

  /** Words that mean missing among numbers, and stand here among words. */
  get doubtfulWords(): readonly string[] {
    return [...this.marks.keys()].filter((word) => !this.meansMissing(word));
  }

  private isError(key: string): boolean {
    return this.known.hasErrors === true && spreadsheetErrors.has(key);
  }

  private meansMissing(key: string): boolean {
    if (this.isError(key)) return true;
    if (this.missing !== null || this.type === 'number' || this.type === 'date') return true;
    if (!missingWords.has(key)) return false;
    return key !== 'NA' || !this.holdsRegions;
  }

  private get holdsRegions(): boolean {
    return this.words.size >= fewestRegions && [...this.words.keys()].every(isRegion);
  }

  get missingCount(): number {
    let count = 0;
    for (const [word, mark] of this.marks) if (this.meansMissing(word)) count += mark.count;
    return count;
  }

  get firstMissing(): Place | null {
    // They are in the order in which they first came.
    const [first] = [...this.marks].filter(([word]) => this.meansMissing(word));
    return first === undefined ? null : { text: first[0], ...first[1] };
  }

  /** The different words, in the order of their code units; a column with too many has one more than the most. */
  get categories(): ReadonlyMap<string, WordCount> {
    const doubtful = [...this.marks].filter(([word]) => !this.meansMissing(word));
    const all = [...this.words, ...doubtful].map(([key, count]) => [textOfKey(key), count] as const);
    return new Map(all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }

  get hasTooManyCategories(): boolean {
    return this.words.size > mostCategories;
  }

  /** Whether it holds texts, or too many words for categories: nothing can be learned from it. */
  get holdsTexts(): boolean {
    return this.type === 'text' || (this.type === 'category' && this.hasTooManyCategories);
  }

  /** The values in rising order where the column has few different numbers, all whole; else null. */
  get numericClasses(): ReadonlyMap<number, WordCount> | null {
    if (this.numbers === 0 || !this.isWhole || this.whole.size > mostNumericClasses) return null;
    return new Map([...this.whole].sort(([a], [b]) => a - b));
  }

  /** The same where they are likely to be classes: most have more than one example. */
  get likelyClasses(): ReadonlyMap<number, WordCount> | null {
    const classes = this.numericClasses;
    return classes !== null && this.numbers >= fewestPerClass * classes.size ? classes : null;
  }
}
