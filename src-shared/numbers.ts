import { z } from 'zod';

/**
 * Schemas of long lists of numbers. They look at each number and nothing else, where a schema for each element takes
 * many times as long; what is wrong they tell of the list, not of the element.
 */
const listOf = <Element>(isOne: (value: unknown) => boolean, words: string) =>
  z.custom<Element[]>((list) => Array.isArray(list) && list.every(isOne), `Invalid input: expected ${words}`);

export const wholeNumbersSchema = listOf<number>(Number.isSafeInteger, 'a list of whole numbers');

/** Numbers that were measured; null where none was. */
export const measuredSchema = listOf<number | null>(
  (value) => value === null || Number.isFinite(value),
  'a list of numbers and nulls',
);
