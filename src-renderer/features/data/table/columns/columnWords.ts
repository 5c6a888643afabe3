import type { TableColumn } from '@shared/data/tables/columns';
import type { TableLookColumn } from '@shared/data/tables/look';
import { naturalOrder } from '@shared/naturalOrder';

/** A column of more different words is not put in order by hand. */
export const mostOrderedWords = 12;

/** The words of a column as a first order, which the person then corrects. */
export function firstOrder({ distribution }: TableLookColumn): string[] {
  if (distribution.kind !== 'words') return [];
  return distribution.words.map(({ word }) => word).sort(naturalOrder);
}

/** What stands for missing values until the person says what does: a value that the column could hold. */
export function firstReplacement(
  { type, distribution }: TableLookColumn,
  said: TableColumn | undefined,
): string | number {
  switch (type) {
    case 'number':
      return 0;
    case 'ordinal':
      return said?.order?.[0] ?? '';
    case 'date':
      return (distribution.kind === 'words' && distribution.words[0]?.word) || '';
    case 'category':
    case 'text':
      return 'missing';
  }
}

const between = '<';

export const writeOrder = (order: readonly string[]): string => order.join(` ${between} `);

/** Words apart by `<`; null where there are fewer than two. */
export function readOrder(text: string): string[] | null {
  const words = text
    .split(between)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return words.length < 2 ? null : words;
}
