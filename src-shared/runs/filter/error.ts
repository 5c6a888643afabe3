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
    const rest = text.slice(from);
    const place =
      rest.trim() === '' ? 'at the end' : `at “${rest.length > 30 ? `${rest.slice(0, 30)}…` : rest}”`;
    super('badArgument', message, { where: `column ${from + 1} of the condition, ${place}`, remedy });
  }
}
