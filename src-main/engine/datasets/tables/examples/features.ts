import type { TableColumn } from '@shared/data/tables/columns';
import type { TableInput } from '@shared/data/tables/inputs';
import type { Fill } from '../../preparing/fills';
import type { ColumnScan } from '../columnScan';
import { datePart, parseDate } from '../cells/dates';
import type { NumberReader } from '../cells/numbers';
import { keyOfText, textOfKey, type RecordBatch } from '../text/records';
import { datePartsOf, replacementOf } from './replacement';
import { policyOf } from './soundness';

/** Rows of a batch that become examples, and where their inputs go: `stride` values each. */
export interface RowsToEncode {
  readonly batch: RecordBatch;
  readonly rows: Int32Array;
  readonly count: number;
  readonly inputs: Float32Array;
  readonly stride: number;
}

/** Turns a column's cells into inputs. */
export interface FeatureEncoder {
  readonly names: readonly string[];
  /** Counted from the column's own first input on. */
  readonly fills: readonly Fill[];
  /** How cells become inputs, for other tables; what is filled from the training split is not a number. */
  readonly input: Omit<TableInput, 'first'>;
  encode(rows: RowsToEncode, column: number, offset: number): void;
}

const isFilled = (policy: string): policy is Fill['how'] =>
  policy === 'mean' || policy === 'median' || policy === 'commonest';

function inputOf(
  column: ColumnScan,
  more: Pick<TableInput, 'missing'> & Partial<TableInput>,
): FeatureEncoder['input'] {
  return {
    column: column.name,
    type: column.type,
    missingWords: [...column.missingWords].map(textOfKey),
    words: [],
    other: null,
    parts: [],
    dateOrder: null,
    ...more,
  };
}

/** A function of the cell alone; NaN says that the value is missing. */
function scalarEncoder(
  names: readonly string[],
  own: TableColumn | undefined,
  column: ColumnScan,
  more: Partial<TableInput>,
  valuesOf: (batch: RecordBatch, cell: number, into: Float32Array, at: number) => void,
): FeatureEncoder {
  const policy = policyOf(own);
  const hasMissing = column.missingCount > 0;
  const hasIndicator = hasMissing && policy === 'category';
  const width = names.length;
  const replacement = policy === 'value' ? replacementOf(column, own) : null;
  const how = hasIndicator ? 'mean' : isFilled(policy) ? policy : null;
  return {
    names: hasIndicator ? [...names, `${names[0] ?? ''} = missing`] : names,
    fills: how === null ? [] : names.map((_, first) => ({ first, width: 1, how })),
    input: inputOf(column, {
      ...more,
      missing:
        how === null && policy !== 'value'
          ? null
          : [...names.map((_, place) => replacement?.[place] ?? NaN), ...(hasIndicator ? [1] : [])],
    }),
    encode({ batch, rows, count, inputs, stride }, column, offset) {
      const { rowFirst } = batch;
      for (let index = 0; index < count; index++) {
        const at = index * stride + offset;
        valuesOf(batch, (rowFirst[rows[index] ?? 0] ?? 0) + column, inputs, at);
        if (!hasMissing || !Number.isNaN(inputs[at] ?? 0)) continue;
        if (hasIndicator) inputs[at + width] = 1;
        else if (replacement !== null) inputs.set(replacement, at);
      }
    },
  };
}

/** Words that stand for themselves, those that are rare folded into one. */
export function foldedCategories(
  column: Pick<ColumnScan, 'categories'>,
  own: TableColumn | undefined,
): { readonly names: readonly string[]; readonly indexOf: ReadonlyMap<string, number> } {
  const rare = own?.rare ?? 0;
  const counts = [...column.categories];
  const kept = counts.filter(([, { count }]) => count >= rare).map(([word]) => word);
  const isFolding = kept.length < counts.length;
  const names = isFolding && !kept.includes(otherCategory) ? [...kept, otherCategory] : kept;
  const place = new Map(names.map((name, index) => [name, index]));
  const other = place.get(otherCategory) ?? 0;
  return { names, indexOf: new Map(counts.map(([word]) => [keyOfText(word), place.get(word) ?? other])) };
}

/** What rare categories become. */
const otherCategory = 'other';

function categoryEncoder(column: ColumnScan, own: TableColumn | undefined): FeatureEncoder {
  const { names: words, indexOf } = foldedCategories(column, own);
  const hasMissing = column.missingCount > 0;
  const policy = policyOf(own);
  const substitute = policy === 'value' ? String(own?.value) : 'missing';
  const adds = hasMissing && (policy === 'category' || policy === 'value') && !words.includes(substitute);
  const all = adds ? [...words, substitute] : words;
  const missingIndex = policy === 'category' || policy === 'value' ? all.indexOf(substitute) : -1;
  const whereMissing = all.map((_, index) =>
    isFilled(policy) ? NaN : missingIndex < 0 ? 0 : Number(index === missingIndex),
  );
  const rare = own?.rare === undefined ? -1 : all.indexOf(otherCategory);
  return {
    names: all.map((word) => `${column.name} = ${word}`),
    fills: isFilled(policy) ? [{ first: 0, width: all.length, how: 'commonest' }] : [],
    input: inputOf(column, {
      words: [...all],
      other: rare < 0 ? null : rare,
      missing: isFilled(policy) || missingIndex >= 0 ? whereMissing : null,
    }),
    encode({ batch, rows, count, inputs, stride }, columnIndex, offset) {
      const { rowFirst } = batch;
      for (let index = 0; index < count; index++) {
        const cell = (rowFirst[rows[index] ?? 0] ?? 0) + columnIndex;
        const found = indexOf.get(batch.key(cell)) ?? missingIndex;
        const at = index * stride + offset;
        if (found >= 0) inputs[at + found] = 1;
        else inputs.fill(NaN, at, at + all.length);
      }
    },
  };
}

function numberEncoder(
  column: ColumnScan,
  own: TableColumn | undefined,
  numbers: NumberReader,
): FeatureEncoder {
  return scalarEncoder([column.name], own, column, {}, ({ bytes, starts, ends }, cell, into, at) => {
    into[at] = numbers.read(bytes, starts[cell] ?? 0, ends[cell] ?? 0);
  });
}

function ordinalEncoder(column: ColumnScan, own: TableColumn | undefined): FeatureEncoder {
  const rank = new Map((own?.order ?? []).map((word, index) => [keyOfText(word), index]));
  const words = [...(own?.order ?? [])];
  return scalarEncoder([column.name], own, column, { words }, (batch, cell, into, at) => {
    into[at] = rank.get(batch.key(cell)) ?? NaN;
  });
}

function dateEncoder(column: ColumnScan, own: TableColumn | undefined): FeatureEncoder {
  const parts = datePartsOf(column, own);
  const order = own?.dateOrder ?? column.dates.order;
  const names = parts.map((part) => `${column.name}: ${part}`);
  const how = { parts: [...parts], dateOrder: order };
  return scalarEncoder(names, own, column, how, (batch, cell, into, at) => {
    const date = parseDate(batch.text(cell), order);
    parts.forEach((part, place) => {
      into[at + place] = date === null ? NaN : datePart(date, part);
    });
  });
}

/** How a column becomes inputs, by its type. */
export function encoderFor(
  column: ColumnScan,
  own: TableColumn | undefined,
  numbers: NumberReader,
): FeatureEncoder {
  switch (column.type) {
    case 'number':
      return numberEncoder(column, own, numbers);
    case 'ordinal':
      return ordinalEncoder(column, own);
    case 'date':
      return dateEncoder(column, own);
    case 'category':
    case 'text':
      return categoryEncoder(column, own);
  }
}
