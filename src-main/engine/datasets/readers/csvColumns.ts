import { type CsvFormat, detectFormat, isMissing, isNumber, readRows } from './csvRows';

/** More different words than this are no categories but names or texts. */
export const mostCategories = 1000;
/** A target with at most so many different whole numbers is a class label. */
const mostNumericClasses = 20;
/** From this share of numbers on, a text in the column is a mistake and not a category. */
const numericShare = 0.9;
const sampleSize = 5;

interface Place {
  readonly line: number;
  readonly text: string;
}

/** What a look through the whole file tells of a column. */
export class CsvColumn {
  readonly sample: string[] = [];
  numbers = 0;
  texts = 0;
  missing = 0;
  firstText: Place | null = null;
  firstMissing: Place | null = null;
  private readonly words = new Set<string>();
  private readonly wholeNumbers = new Set<number>();
  private onlyWholeNumbers = true;

  constructor(readonly name: string) {}

  add(text: string, line: number): void {
    if (this.sample.length < sampleSize) this.sample.push(text);
    if (isMissing(text)) {
      this.missing++;
      this.firstMissing ??= { line, text };
      return;
    }
    if (this.words.size <= mostCategories) this.words.add(text);
    if (isNumber(text)) {
      this.numbers++;
      this.addNumber(Number(text));
    } else {
      this.texts++;
      this.firstText ??= { line, text };
    }
  }

  private addNumber(value: number): void {
    this.onlyWholeNumbers &&= Number.isInteger(value);
    if (this.onlyWholeNumbers && this.wholeNumbers.size <= mostNumericClasses) this.wholeNumbers.add(value);
  }

  get type(): 'number' | 'category' {
    return this.numbers > 0 && this.numbers >= numericShare * (this.numbers + this.texts)
      ? 'number'
      : 'category';
  }

  /** The different words in alphabetical order; empty for numbers. */
  get categories(): readonly string[] {
    return this.type === 'category' ? [...this.words].sort() : [];
  }

  get hasTooManyCategories(): boolean {
    return this.type === 'category' && this.words.size > mostCategories;
  }

  /** The values in rising order where the numbers are class labels, else null. */
  get numericClasses(): readonly number[] | null {
    if (this.type !== 'number' || !this.onlyWholeNumbers || this.wholeNumbers.size > mostNumericClasses)
      return null;
    return [...this.wholeNumbers].sort((a, b) => a - b);
  }
}

export interface CsvTable {
  readonly format: CsvFormat;
  readonly columns: readonly CsvColumn[];
  readonly rows: number;
}

/** Names as they stand, the second of two equal ones as `name (2)`. */
function distinctNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** Looks through the whole file once. @throws AppError `badDataset` where a row is ragged. */
export async function scanTable(path: string, signal?: AbortSignal): Promise<CsvTable> {
  const format = await detectFormat(path);
  const columns = distinctNames(format.names).map((name) => new CsvColumn(name));
  let rows = 0;
  for await (const { line, cells } of readRows(path, format, signal)) {
    columns.forEach((column, index) => column.add(cells[index] ?? '', line));
    rows++;
  }
  return { format, columns, rows };
}

export interface CsvInspection {
  hasHeader: boolean;
  delimiter: string;
  columns: { name: string; type: 'number' | 'category'; categories: string[]; sample: string[] }[];
}

/** What the data panel shows of a file before anything is chosen. */
export async function inspectCsv(path: string, signal?: AbortSignal): Promise<CsvInspection> {
  const { format, columns } = await scanTable(path, signal);
  return {
    hasHeader: format.hasHeader,
    delimiter: format.delimiter,
    columns: columns.map(({ name, type, categories, sample }) => ({
      name,
      type,
      categories: categories.slice(0, mostCategories),
      sample: [...sample],
    })),
  };
}
