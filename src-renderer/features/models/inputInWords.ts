import { formatNumber } from '../../shared/format';

/** What one input of a model is called. */
export const inputName = (names: readonly string[], place: number): string =>
  names[place] ?? `input ${place + 1}`;

/** An example that is no image, value by value. */
export const inputsInWords = (names: readonly string[], values: readonly number[]): string =>
  values.map((value, place) => `${inputName(names, place)} ${formatNumber(value)}`).join(' · ');
