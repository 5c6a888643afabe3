import type { TableSpec } from '@shared/data/catalogue';
import { leftOut } from '@shared/data/tables/shape';
import { badDataset } from '../../readers/files';
import { BatchWriter } from '../batchWriter';
import type { SampleRecord } from '../guess/sample';
import { NumberReader } from '../cells/numbers';
import type { KnownColumn, OpenedTable, TableBatch } from '../opened';
import { RepeatedHeader } from '../repeatedHeader';
import { type CellRange, columnLetters, placeOn, rangeOf } from './addresses';
import { openArchive, unreadableWorkbook, type WorkbookArchive } from './archive';
import { everywhere, type Layout, layOut, textsOf } from './layout';
import { mergedRanges, withMerged } from './merged';
import { readParts, type Sheet, type WorkbookParts } from './parts';
import { type HiddenColumns, readSheetRows, type SheetCell, type SheetRow } from './sheetRows';

type WorkbookSpec = Extract<TableSpec, { kind: 'xlsx' }>;

const sampleRows = 1000;
const mostHeaderRows = 10;
const cellsInBatch = 1 << 16;

/** The sheet that is asked for; of several the first that is not hidden. */
function sheetOf({ sheets }: WorkbookParts, asked: string | undefined, path: string): Sheet {
  const found =
    asked === undefined
      ? (sheets.find(({ isHidden }) => !isHidden) ?? sheets[0])
      : sheets.find(({ name }) => name === asked);
  if (found !== undefined) return found;
  const names = sheets.map(({ name }) => `“${name}”`).join(', ');
  throw badDataset(
    asked === undefined ? 'The workbook has no sheet of cells' : `The workbook has no sheet “${asked}”`,
    path,
    names === '' ? 'Choose another file.' : `Its sheets are ${names}.`,
  );
}

/** Rows of a table, with what is outside of it left out where a range is asked for. */
function within({ number, cells, isHidden }: SheetRow, range: CellRange): SheetRow {
  const { firstRow, lastRow, firstColumn, lastColumn } = range;
  const isInside = number >= firstRow && number <= lastRow;
  return {
    number,
    isHidden,
    cells: isInside ? cells.filter(({ column }) => column >= firstColumn && column <= lastColumn) : [],
  };
}

/** One sheet of a workbook that is read as a table. */
class SheetTable implements OpenedTable {
  readonly unit = 'row';
  readonly doubtfulNumber = null;
  readonly guessesMissing = true;
  readonly numbers = new NumberReader({ decimal: '.', thousands: 'none' });
  readonly names: readonly string[];
  readonly renamed: ReadonlyMap<string, string>;
  readonly format: OpenedTable['format'];
  readonly sheets: readonly string[];
  readonly hiddenSheets: ReadonlySet<string>;
  readonly repeatedHeader: RepeatedHeader;
  private readonly leftOut: ReadonlySet<string>;
  private hiddenRows = 0;

  constructor(
    readonly path: string,
    private readonly layout: Layout,
    readonly known: ReadonlyMap<string, KnownColumn>,
    sheets: readonly Sheet[],
    private readonly hiddenColumns: readonly string[],
    private readonly spec: WorkbookSpec,
  ) {
    this.sheets = sheets.map(({ name }) => name);
    this.hiddenSheets = new Set(sheets.filter(({ isHidden }) => isHidden).map(({ name }) => name));
    this.leftOut = new Set(leftOut(spec));
    this.repeatedHeader = new RepeatedHeader(layout.header, layout.names.length, spec.repeatedHeader);
    this.names = layout.names;
    this.renamed = layout.renamed;
    this.format = { sheet: layout.sheet, header: layout.header.length };
  }

  at(line: number | null, column: string | null): string {
    return placeOn(
      this.path,
      this.layout.sheet,
      line,
      column === null ? null : this.lettersOf(column),
      column,
    );
  }

  get hidden(): NonNullable<OpenedTable['hidden']> {
    return { rows: this.hiddenRows, columns: this.hiddenColumns };
  }

  private lettersOf(name: string): string {
    return columnLetters(this.layout.range.firstColumn + this.names.indexOf(name));
  }

  async *rows(signal?: AbortSignal): AsyncGenerator<TableBatch> {
    const { names, repeatedHeader } = this;
    repeatedHeader.begin();
    const writer = new BatchWriter(names.length, Math.max(1, Math.floor(cellsInBatch / names.length)));
    for await (const row of this.dataRows(signal)) {
      this.write(writer, row);
      if (!writer.isFull) continue;
      const batch = writer.take();
      repeatedHeader.take(batch, 0);
      yield { batch, firstRow: 0 };
      writer.clear();
    }
    const batch = writer.take();
    repeatedHeader.take(batch, 0);
    if (batch.rows > 0) yield { batch, firstRow: 0 };
  }

  private write(writer: BatchWriter, row: SheetRow): void {
    writer.begin(row.number);
    const { firstColumn } = this.layout.range;
    let written = 0;
    for (const cell of row.cells) {
      for (; written < cell.column - firstColumn; written++) writer.missing();
      this.requireValue(cell, row.number);
      writer.text(cell.text);
      written++;
    }
    for (; written < this.names.length; written++) writer.missing();
    writer.endRow();
  }

  private requireValue({ kind, column, text }: SheetCell, row: number): void {
    const name = this.names[column - this.layout.range.firstColumn] ?? '';
    if (kind !== 'uncalculated' || this.leftOut.has(name)) return;
    throw badDataset(
      `The value of the formula “${text}” was never calculated`,
      this.at(row, name),
      'Open the workbook in Excel or LibreOffice and save it: then the values stand beside the formulas.',
    );
  }

  /** Of the rows behind the header those in which something stands. */
  private async *dataRows(signal?: AbortSignal): AsyncGenerator<SheetRow> {
    const { range, headerEnd, sheet } = this.layout;
    this.hiddenRows = 0;
    using archive = await openArchive(this.path);
    try {
      const parts = await readParts(archive);
      const { part } = sheetOf(parts, sheet, this.path);
      for await (const rows of readSheetRows(archive, part, parts)) {
        signal?.throwIfAborted();
        for (const row of rows) {
          if (row.number <= headerEnd || row.number > range.lastRow) continue;
          this.requireInside(row);
          const inside = within(row, range);
          if (inside.cells.length === 0) continue;
          if (row.isHidden) this.hiddenRows++;
          if (!row.isHidden || this.spec.hiddenRows !== 'leaveOut') yield inside;
        }
      }
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw unreadableWorkbook(this.path, `sheet “${sheet}”`, error);
    }
  }

  /** Where no range was asked for, cells beside the table would be lost without a word. */
  private requireInside({ number, cells }: SheetRow): void {
    const { range } = this.layout;
    if (range.lastRow !== Infinity) return;
    const outside = cells.find(({ column }) => column < range.firstColumn || column > range.lastColumn);
    if (outside === undefined) return;
    throw badDataset(
      `“${outside.text}” stands beside the table, which has the columns ${columnLetters(range.firstColumn)} to ${columnLetters(range.lastColumn)}`,
      placeOn(this.path, this.layout.sheet, number, columnLetters(outside.column), null),
      'Take it out, give its column a name, or say where the table is ("range": "A1:F100").',
    );
  }

  async first(limit: number): Promise<readonly SampleRecord[]> {
    const records: SampleRecord[] = [];
    for await (const row of this.dataRows()) {
      records.push({ line: row.number, cells: textsOf(row, this.layout.range) });
      if (records.length === limit) break;
    }
    return records;
  }
}

async function takeSample(
  archive: WorkbookArchive,
  { part }: Sheet,
  parts: WorkbookParts,
  range: CellRange,
  hiddenColumns: HiddenColumns,
): Promise<SheetRow[]> {
  const sample: SheetRow[] = [];
  for await (const rows of readSheetRows(archive, part, parts, hiddenColumns)) {
    for (const row of rows) {
      const inside = within(row, range);
      if (inside.cells.length > 0) sample.push(inside);
    }
    if (sample.length >= sampleRows) break;
  }
  return sample.slice(0, sampleRows);
}

const namesWithin = (columns: HiddenColumns, { names, range }: Layout): string[] =>
  names.filter((_, index) =>
    columns.some(([first, last]) => range.firstColumn + index >= first && range.firstColumn + index <= last),
  );

/**
 * A sheet of an Excel workbook: numbers, days, texts and the values of formulas as they were stored. Cells with an error
 * count as missing.
 * @throws AppError `badDataset` where it is no workbook that can be read, or the sheet is not there or empty.
 */
export async function openWorkbook(
  path: string,
  spec: WorkbookSpec,
  first: OpenedTable | undefined,
): Promise<OpenedTable> {
  const asked = spec.range === undefined ? null : rangeOf(spec.range);
  using archive = await openArchive(path);
  try {
    const parts = await readParts(archive);
    const sheet = sheetOf(parts, spec.sheet, path);
    const hiddenColumns: HiddenColumns = [];
    const sample = await takeSample(archive, sheet, parts, asked ?? everywhere, hiddenColumns);
    if (sample.length === 0) {
      const others = parts.sheets.map(({ name }) => `“${name}”`).join(', ');
      throw badDataset(
        `The sheet “${sheet.name}” is empty`,
        `${path}, sheet “${sheet.name}”`,
        `Choose another sheet of ${others}.`,
      );
    }
    const merged = await mergedRanges(archive, sheet.part);
    const rows = sample.map((row, index) => (index < mostHeaderRows ? withMerged(row, merged) : row));
    const header = first?.format.header ?? spec.header;
    const { layout, known } = layOut(rows, asked, header, { sheet: sheet.name, path });
    return new SheetTable(path, layout, known, parts.sheets, namesWithin(hiddenColumns, layout), spec);
  } catch (error) {
    throw unreadableWorkbook(path, '', error);
  }
}
