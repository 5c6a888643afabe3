import {
  type ColumnOption,
  type ColumnRole,
  type MissingPolicy,
  missingPoliciesOf,
  type TableColumn,
  unmeantOption,
} from '@shared/data/tables/columns';
import { badDataset, plural } from '../../readers/files';
import { type ColumnScan, mostCategories } from '../columnScan';
import type { RowPlace, TablePlaces } from '../opened';
import { replacementForm, replacementOf } from './replacement';
import { isTooLarge } from '../cells/numbers';
import { areDaysOfDigits, withMarks } from '../cells/digitDates';
import { looksNumeric, shownText } from '../cells/values';

/** What becomes of a column's missing values. */
export const policyOf = (own: TableColumn | undefined): MissingPolicy => own?.missing ?? 'refuse';

/** The place of a value or, where there is none, of the whole column. */
const at = (places: TablePlaces, { name }: ColumnScan, row?: RowPlace | null): string =>
  row ? row.file.at(row.line, name) : places.at(null, name);

/**
 * @param role what the column is used for.
 * @throws AppError `badDataset` where something is said of the column that means nothing for it, or values are missing that
 * may not be.
 */
export function requirePresent(
  column: ColumnScan,
  own: TableColumn | undefined,
  places: TablePlaces,
  role: ColumnRole,
): void {
  requireMeaning(column, own ?? {}, role);
  requireValues(column, policyOf(own), places, missingPoliciesOf(column.type, role));
  requireReplacement(column, own);
}

/** @throws AppError `badDataset` where a column is not {@link requirePresent present}, or its values are of another type than its own. */
export function requireSound(
  column: ColumnScan,
  own: TableColumn | undefined,
  places: TablePlaces,
  role: ColumnRole,
): void {
  requirePresent(column, own, places, role);
  if (column.type === 'number') requireNumbers(column, places);
  if (column.type === 'date') requireDates(column, own, places);
  if (column.type === 'ordinal') requireOrdered(column, own?.order ?? [], places);
  if (column.holdsTexts) {
    throw badDataset(
      column.hasTooManyCategories
        ? `Column “${column.name}” has more than ${mostCategories} different words`
        : `Column “${column.name}” holds text, from which a network of this kind cannot learn`,
      at(places, column),
      'Leave the column out; it is likely to hold names or texts, not categories.',
    );
  }
}

/** What would be passed over in silence is refused, with its place in the experiment. */
function requireMeaning(column: ColumnScan, own: TableColumn, role: ColumnRole): void {
  const { type: _, role: __, ...options } = own;
  for (const option of Object.keys(options) as ColumnOption[]) {
    const unmeant = unmeantOption(option, { ...own, type: column.type, role });
    if (unmeant === null || own[option] === undefined) continue;
    const { needed, found } = unmeant;
    throw badDataset(
      `“${option}” means nothing for column “${column.name}”: it goes with the ${needed}, and the column has the ${found}`,
      `dataset.columns.${column.name}.${option}`,
      `Take “${option}” out, or give the column the ${needed}.`,
    );
  }
  for (const option of ['order', 'parts'] as const) requireOnce(own[option] ?? [], option, column.name);
}

function requireOnce(words: readonly string[], option: ColumnOption, name: string): void {
  const twice = words.find((word, place) => words.indexOf(word) < place);
  if (twice === undefined) return;
  throw badDataset(
    `“${twice}” stands twice in the “${option}” of column “${name}”`,
    `dataset.columns.${name}.${option}`,
    'Name it once.',
  );
}

function requireValues(
  column: ColumnScan,
  policy: MissingPolicy,
  places: TablePlaces,
  policies: readonly MissingPolicy[],
): void {
  if (column.isEmpty) {
    throw badDataset(
      `Column “${column.name}” has no value in any row, so there is nothing to learn from it`,
      at(places, column),
      'Leave the column out (its “role”: “ignore”), or correct the words that mean missing.',
    );
  }
  if (policy !== 'refuse' && !policies.includes(policy)) {
    throw badDataset(
      `Missing values of column “${column.name}” cannot be replaced by “${policy}”`,
      at(places, column),
      `For this column choose one of: ${['refuse', ...policies].join(', ')}.`,
    );
  }
  const { missingCount: count, firstMissing } = column;
  if (count === 0 || policy !== 'refuse') return;
  const word = firstMissing?.text ?? '';
  throw badDataset(
    `${plural(count, 'value')} of column “${column.name}” ${count === 1 ? 'is' : 'are'} missing` +
      (word === '' ? '' : ` (“${word}”)`),
    at(places, column, firstMissing),
    `Say what becomes of them (the column's “missing”: ${policies.join(', ')}), fill them in, or leave the column out.`,
  );
}

/** What stands for missing values has to be a value of the column's type itself. */
function requireReplacement(column: ColumnScan, own: TableColumn | undefined): void {
  if (policyOf(own) !== 'value' || replacementOf(column, own) !== null) return;
  const form = replacementForm[column.type];
  throw badDataset(
    `“${shownText(String(own?.value ?? ''))}” cannot take the place of missing values of column “${column.name}”, which has the type ${column.type}`,
    `dataset.columns.${column.name}.value`,
    `Give ${form} as the column’s “value”, or choose another policy for missing values.`,
  );
}

function requireNumbers(column: ColumnScan, places: TablePlaces): void {
  const { firstText } = column;
  if (firstText === null) return;
  throw badDataset(
    `“${shownText(firstText.text)}” stands in a column of numbers`,
    at(places, column, firstText),
    isTooLarge(firstText.text)
      ? 'It is larger than the 32-bit numbers that networks compute with: scale the column, correct the value, or leave the column out.'
      : looksNumeric(firstText.text)
        ? 'Is another decimal or thousands mark meant? Choose it, correct the value, or leave the column out.'
        : 'Correct the value, say that the word means missing, or leave the column out.',
  );
}

/** From its smallest to its largest value a column has to have so many steps that can be told apart. */
const fewestSteps = 16;

/** @throws AppError `badDataset` where the numbers of a column would become the same ones as 32-bit floats */
export function requireDigits(column: ColumnScan, places: TablePlaces): void {
  const { smallest, largest } = column;
  const step = float32Step(Math.max(Math.abs(smallest), Math.abs(largest)));
  if (column.isConstant || largest - smallest >= fewestSteps * step) return;
  throw badDataset(
    `The numbers of column “${column.name}”, from ${smallest} to ${largest}, lie too close together for the 32-bit numbers ` +
      `that networks compute with: those have steps of ${step} there`,
    at(places, column),
    areDaysOfDigits([smallest, largest])
      ? `They look like days of digits alone: write them as ${withMarks(smallest)}, leave the column out, or say that its type is category.`
      : 'Subtract a fixed number from all of them or scale them in the file, leave the column out where it holds identifiers, ' +
          'or say that its type is category.',
  );
}

/** How far 32-bit floats are apart at a value. */
const float32Step = (value: number): number =>
  value === 0 ? 2 ** -149 : 2 ** Math.max(-149, Math.floor(Math.log2(value)) - 23);

function requireDates(column: ColumnScan, own: TableColumn | undefined, places: TablePlaces): void {
  const { dates, firstText, numbers } = column;
  const wrong = dates.firstOther(own?.dateOrder ?? dates.order);
  if (wrong === null && numbers === 0 && firstText !== null) return;
  throw badDataset(
    `“${shownText(wrong?.text ?? column.sample[0] ?? '')}” stands in a column of dates`,
    at(places, column, wrong),
    'Write dates as 2024-12-31, correct the value, choose another order of day and month, or leave the column out.',
  );
}

function requireOrdered(column: ColumnScan, order: readonly string[], places: TablePlaces): void {
  const known = new Set(order);
  const other = [...column.categories].find(([word]) => !known.has(word));
  if (other === undefined) return;
  throw badDataset(
    `“${shownText(other[0])}” is not in the order of column “${column.name}”`,
    at(places, column, other[1]),
    `Put it into the order (${order.join(', ')}), or correct the value.`,
  );
}
