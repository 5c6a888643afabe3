/** What a cell's text may be, by itself and without its column. */

/** Always mean that a value is missing, unless the person says which words do. */
export const missingWords: ReadonlySet<string> = new Set([
  '',
  '?',
  'NA',
  'N/A',
  'n/a',
  'N.A.',
  'n.a.',
  '<NA>',
  '#N/A',
  '#NA',
  '#N/A N/A',
  'NaN',
  'nan',
  'NAN',
  // As C prints it, and as databases write a value that is none.
  '-nan',
  '-NaN',
  '1.#QNAN',
  '-1.#IND',
  '\\N',
  'null',
  'NULL',
  'Null',
]);

/** Mean that a value is missing where numbers or dates are expected; among words they may be words. */
export const perhapsMissingWords: ReadonlySet<string> = new Set([
  '-',
  '--',
  '.',
  '..',
  '*',
  'None',
  'none',
  'NONE',
  'nil',
  'unknown',
  'Unknown',
  'UNKNOWN',
  'missing',
  'Missing',
  'MISSING',
  'undefined',
  '#VALUE!',
  '#REF!',
  '#DIV/0!',
  '#NUM!',
  '#NAME?',
]);

/** What a spreadsheet shows where a formula has no value. */
export const spreadsheetErrors: ReadonlySet<string> = new Set([
  '#N/A',
  '#VALUE!',
  '#REF!',
  '#DIV/0!',
  '#NUM!',
  '#NAME?',
  '#NULL!',
  '#SPILL!',
  '#CALC!',
  '#GETTING_DATA',
]);

export const mayMeanMissing = (text: string): boolean =>
  missingWords.has(text) || perhapsMissingWords.has(text);

const mostShown = 60;

/** A cell in a message: what cannot be seen by its code, and no more than a line of it. */
export function shownText(text: string): string {
  const cut = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  return cut.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A minus as typesetters have it, which stands for the one of the keyboard. */
export const typographicMinus = '\u2212';

const numberOfAnyStyle =
  /^[+\u2212-]?(\d+([.,]\d*)?|[.,]\d+|\d{1,3}([,.'’ \u00a0\u2009\u202f]\d{3})+([.,]\d*)?)([eE][+-]?\d+)?$/;

/** A number with a point or a comma, its digits grouped or not. */
export const looksNumeric = (text: string): boolean => numberOfAnyStyle.test(text);
