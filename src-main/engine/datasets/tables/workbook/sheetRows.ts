import type { WorkbookArchive } from './archive';
import { columnNumber } from './addresses';
import { type WorkbookParts, unescaped } from './parts';
import { serialText } from './serials';
import { readXml, type XmlAttributes } from './xml';

/** A cell in which something stands. */
export interface SheetCell {
  /** From 1 on. */
  readonly column: number;
  readonly text: string;
  /** `uncalculated`: a formula of which no value was stored; its text is the formula. */
  readonly kind: 'text' | 'number' | 'day' | 'flag' | 'error' | 'uncalculated';
}

export interface SheetRow {
  /** From 1 on. */
  readonly number: number;
  readonly cells: readonly SheetCell[];
  /** By hand or by a filter. */
  readonly isHidden: boolean;
}

/** Columns that a sheet does not show, from the first to the last of each; it tells them before its rows. */
export type HiddenColumns = (readonly [first: number, last: number])[];

const isTrue = (flag: string | undefined): boolean => flag === '1' || flag === 'true';

/** Takes the elements of a sheet and gives its rows; those in which nothing stands are passed over. */
class RowCollector {
  private rows: SheetRow[] = [];
  private row = 0;
  private cells: SheetCell[] = [];
  private column = 0;
  private cell: XmlAttributes = {};
  private value = '';
  private formula = '';
  private hasFormula = false;
  private reads: 'value' | 'formula' | null = null;
  private isPhonetic = false;
  private isHidden = false;

  constructor(
    private readonly parts: WorkbookParts,
    private readonly hiddenColumns: HiddenColumns,
  ) {}

  take(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: XmlAttributes): void {
    switch (name) {
      case 'col':
        if (isTrue(attributes['hidden'])) {
          this.hiddenColumns.push([Number(attributes['min']), Number(attributes['max'])]);
        }
        break;
      case 'row':
        this.isHidden = isTrue(attributes['hidden']);
        this.row = Number(attributes['r'] ?? this.row + 1);
        this.column = 0;
        this.cells = [];
        break;
      case 'c': {
        const letters = /^[A-Z]{1,3}/.exec(attributes['r'] ?? '')?.[0];
        this.column = letters === undefined ? this.column + 1 : columnNumber(letters);
        this.cell = attributes;
        this.value = this.formula = '';
        this.hasFormula = false;
        break;
      }
      case 'f':
        this.hasFormula = true;
        this.reads = 'formula';
        break;
      case 'v':
      case 't':
        this.reads = 'value';
        break;
      case 'rPh':
        this.isPhonetic = true;
    }
  }

  text(text: string): void {
    if (this.reads === 'formula') this.formula += text;
    else if (this.reads === 'value' && !this.isPhonetic) this.value += text;
  }

  close(name: string): void {
    if (name === 'f' || name === 'v' || name === 't') this.reads = null;
    else if (name === 'rPh') this.isPhonetic = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row' && this.cells.length > 0)
      this.rows.push({ number: this.row, cells: this.cells, isHidden: this.isHidden });
  }

  private endCell(): void {
    const isText = this.cell['t'] === 'str' || this.cell['t'] === 'inlineStr';
    if (this.hasFormula && this.value === '' && !isText) {
      this.cells.push({ column: this.column, text: `=${this.formula}`, kind: 'uncalculated' });
      return;
    }
    const { text, kind } = this.read(this.value);
    const trimmed = text.trim();
    if (trimmed !== '') this.cells.push({ column: this.column, text: trimmed, kind });
  }

  private read(value: string): Pick<SheetCell, 'text' | 'kind'> {
    if (value === '') return { text: '', kind: 'text' };
    switch (this.cell['t']) {
      case 's': {
        const text = this.parts.strings[Number(value)];
        if (text === undefined) throw new Error(`row ${this.row} names a text that is not there (${value})`);
        return { text, kind: 'text' };
      }
      case 'str':
      case 'inlineStr':
        return { text: unescaped(value), kind: 'text' };
      case 'b':
        return { text: isTrue(value) ? 'TRUE' : 'FALSE', kind: 'flag' };
      case 'e':
        return { text: value, kind: 'error' };
      case 'd':
        return { text: value.replace('T', ' ').replace(/ 00:00:00(\.0+)?$/, ''), kind: 'day' };
      default:
        return this.readNumber(value);
    }
  }

  private readNumber(value: string): Pick<SheetCell, 'text' | 'kind'> {
    const meaning = this.parts.meanings[Number(this.cell['s'] ?? 0)] ?? 'number';
    const day = meaning === 'day' ? serialText(Number(value), this.parts.is1904) : null;
    return day === null ? { text: value, kind: 'number' } : { text: day, kind: 'day' };
  }
}

/**
 * The rows of a sheet in which something stands, as they come.
 * @param hiddenColumns takes the columns that it does not show, before the first row comes
 * @throws Error where the part is damaged
 */
export async function* readSheetRows(
  archive: WorkbookArchive,
  part: string,
  parts: WorkbookParts,
  hiddenColumns: HiddenColumns = [],
): AsyncGenerator<readonly SheetRow[]> {
  const collector = new RowCollector(parts, hiddenColumns);
  const reading = {
    open: (name: string, attributes: XmlAttributes) => collector.open(name, attributes),
    close: (name: string) => collector.close(name),
    text: (text: string) => collector.text(text),
  };
  for await (const _ of readXml(await archive.open(part), reading)) {
    const rows = collector.take();
    if (rows.length > 0) yield rows;
  }
}
