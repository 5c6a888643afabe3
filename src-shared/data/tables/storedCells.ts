import type { PreparedDataset } from '../prepared';
import type { TableInput } from './inputs';

/** A column's cell, in words. */
export interface StoredCell {
  readonly column: string;
  readonly text: string;
}

/** The cells that an example's stored numbers came from: words again for categories, the parts of a date, numbers as they are. */
export function storedCells(
  { tableInputs, featureNames, inputShape }: PreparedDataset,
  values: ArrayLike<number>,
): StoredCell[] {
  if (inputShape.length !== 1) return [];
  if (tableInputs === undefined) {
    return featureNames.map((column, place) => ({ column, text: numberText(values[place]) }));
  }
  return tableInputs.map((input) => ({ column: input.column, text: cellText(input, values) }));
}

function cellText({ type, first, words, parts, other }: TableInput, values: ArrayLike<number>): string {
  switch (type) {
    case 'number':
      return numberText(values[first]);
    case 'ordinal': {
      const rank = values[first] ?? NaN;
      return words[rank] ?? numberText(rank);
    }
    case 'date':
      return parts.map((part, place) => `${part} ${numberText(values[first + place])}`).join(', ');
    case 'category':
    case 'text': {
      const count = Math.max(words.length, (other ?? -1) + 1);
      const place = Array.from({ length: count }, (_, at) => values[first + at] ?? 0).indexOf(1);
      if (place < 0) return 'missing';
      return place === other ? 'another' : (words[place] ?? 'missing');
    }
  }
}

/** No more digits than a float32 has. */
const numberText = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? 'missing' : String(Number(value.toPrecision(7)));
