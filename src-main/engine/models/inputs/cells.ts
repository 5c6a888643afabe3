import type { TableInput } from '@shared/data/tables/inputs';
import { datePart, parseDate } from '../../datasets/tables/cells/dates';
import { isTooLarge, type NumberReader } from '../../datasets/tables/cells/numbers';
import { keyOfText, RecordBatch } from '../../datasets/tables/text/records';

/** Why a cell is not taken. */
export interface CellProblem {
  readonly message: string;
  readonly remedy: string;
}

/** Writes a cell's inputs into an example that begins at `at`. @returns what is wrong with the cell, or null */
type ReadCell = (batch: RecordBatch, cell: number, into: Float32Array, at: number) => CellProblem | null;

/** Known words that a message tells. */
const namedAtMost = 12;

/** What turns the cells of one column into inputs, as those of the table did that the model learned from. */
export function cellReader(input: TableInput, numbers: NumberReader): { readonly read: ReadCell } {
  const missingKeys = new Set(['', ...input.missingWords].map(keyOfText));
  const value = valueReader(input, numbers);
  const spellsNumber = (word: string) =>
    !Number.isNaN(numbers.read(Buffer.from(word), 0, Buffer.byteLength(word)));
  // Where no number stands for a missing value, hardly a cell need become a string.
  const isNumberFirst = input.type === 'number' && !input.missingWords.some(spellsNumber);
  return {
    read(batch, cell, into, at) {
      if (isNumberFirst && value(batch, cell, into, at + input.first)) return null;
      if (!missingKeys.has(batch.key(cell))) {
        const isTaken = !isNumberFirst && value(batch, cell, into, at + input.first);
        return isTaken ? null : notTaken(input, batch.text(cell));
      }
      if (input.missing === null) return missing();
      into.set(input.missing, at + input.first);
      return null;
    },
  };
}

type ReadValue = (batch: RecordBatch, cell: number, into: Float32Array, first: number) => boolean;

function valueReader(input: TableInput, numbers: NumberReader): ReadValue {
  const { type, words, other, parts, dateOrder } = input;
  switch (type) {
    case 'number':
      return ({ bytes, starts, ends }, cell, into, first) => {
        const value = numbers.read(bytes, starts[cell] ?? 0, ends[cell] ?? 0);
        into[first] = value;
        return !Number.isNaN(value);
      };
    case 'ordinal': {
      const ranks = placesOf(words);
      return (batch, cell, into, first) => {
        const rank = ranks.get(batch.key(cell));
        into[first] = rank ?? NaN;
        return rank !== undefined;
      };
    }
    case 'date':
      return (batch, cell, into, first) => {
        const date = parseDate(batch.text(cell), dateOrder ?? 'ymd');
        if (date === null) return false;
        parts.forEach((part, place) => (into[first + place] = datePart(date, part)));
        return true;
      };
    case 'category':
    case 'text': {
      const places = placesOf(words);
      return (batch, cell, into, first) => {
        const place = places.get(batch.key(cell)) ?? other;
        if (place !== null) into[first + place] = 1;
        return place !== null;
      };
    }
  }
}

const placesOf = (words: readonly string[]) => new Map(words.map((word, index) => [keyOfText(word), index]));

function missing(): CellProblem {
  return {
    message: 'A value is missing, and the model has not learned what to do then',
    remedy: 'Fill it in; or train with a policy for missing values in this column.',
  };
}

function notTaken({ type, words, dateOrder }: TableInput, text: string): CellProblem {
  switch (type) {
    case 'number':
      return {
        message: isTooLarge(text)
          ? `“${text}” is larger than the 32-bit numbers that networks compute with`
          : `“${text}” is no number`,
        remedy: 'Correct the value.',
      };
    case 'date':
      return {
        message: `“${text}” is no date in the order ${dateOrder ?? 'ymd'}`,
        remedy: 'Write it as in the table that the model learned from.',
      };
    default: {
      const others = words.length > namedAtMost ? `, … (${words.length} in all)` : '';
      return {
        message: `“${text}” is none of the words that the model knows`,
        remedy: `It knows ${words.slice(0, namedAtMost).join(', ')}${others}.`,
      };
    }
  }
}

/** One row as if it had been read from a file. */
export function rowOf(cells: readonly string[]): RecordBatch {
  const batch = new RecordBatch(Math.max(1, cells.length));
  const bytes = cells.map((cell) => Buffer.from(cell.trim()));
  batch.bytes = Buffer.concat(bytes);
  let at = 0;
  bytes.forEach((cell, index) => {
    batch.starts[index] = at;
    at += cell.length;
    batch.ends[index] = at;
  });
  batch.rowFirst[1] = cells.length;
  batch.rows = 1;
  return batch;
}
