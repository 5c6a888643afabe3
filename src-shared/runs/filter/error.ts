import { AppError } from '../../errors';

/** What is wrong with a condition, and where in it. */
export class FilterError extends AppError {
  constructor(
    text: string,
    /** Of the place in the text: first character, and the one behind the last. */
    readonly from: number,
    readonly to: number,
    message: string,
    remedy: string,
  ) {
    super('badArgument', message, { where: placeIn(text, from, to), remedy });
  }
}

/** A name that is all there is, as of a column, is its own place. */
function placeIn(text: string, from: number, to: number): string {
  const rest = text.slice(from);
  if (from === 0 && to === text.length) return `“${text}”`;
  const place =
    rest.trim() === '' ? 'at the end' : `at “${rest.length > 30 ? `${rest.slice(0, 30)}…` : rest}”`;
  return `column ${from + 1} of the condition, ${place}`;
}
