import type { MissingPolicy, TableColumn } from '@shared/data/tables/columns';
import { badDataset, plural } from '../../readers/files';
import { type ColumnScan, mostCategories } from '../columnScan';
import type { TablePlaces } from '../opened';
import { looksNumeric } from '../cells/values';

/** What becomes of a column's missing values. */
export const policyOf = (own: TableColumn | undefined): MissingPolicy => own?.missing ?? 'refuse';

const at = (places: TablePlaces, column: ColumnScan, line?: number): string =>
  places.at(line ?? null, column.name);

/**
 * @param policies what may become of missing values where the column is used for this.
 * @throws AppError `badDataset` where values are missing that may not be, or are of another type than the column's.
 */
export function requireSound(
  column: ColumnScan,
  own: TableColumn | undefined,
  places: TablePlaces,
  policies: readonly MissingPolicy[],
): void {
  requireValues(column, policyOf(own), places, policies);
  requireReplacement(column, own, places);
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

function requireValues(
  column: ColumnScan,
  policy: MissingPolicy,
  places: TablePlaces,
  policies: readonly MissingPolicy[],
): void {
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
    at(places, column, firstMissing?.line),
    `Say what becomes of them (the column's “missing”: ${policies.join(', ')}), fill them in, or leave the column out.`,
  );
}

/** What stands for missing numbers, ranks and dates has to be a number itself. */
function requireReplacement(column: ColumnScan, own: TableColumn | undefined, places: TablePlaces): void {
  if (policyOf(own) !== 'value' || column.type === 'category') return;
  const value = String(own?.value ?? '').trim();
  if (value !== '' && Number.isFinite(Number(value))) return;
  throw badDataset(
    `“${value}” cannot take the place of missing values of column “${column.name}”: it is no number`,
    at(places, column),
    'Give a number as the column’s “value”, or choose another policy for missing values.',
  );
}

function requireNumbers(column: ColumnScan, places: TablePlaces): void {
  const { firstText } = column;
  if (firstText === null) return;
  throw badDataset(
    `“${firstText.text}” stands in a column of numbers`,
    at(places, column, firstText.line),
    looksNumeric(firstText.text)
      ? 'Is another decimal or thousands mark meant? Choose it, correct the value, or leave the column out.'
      : 'Correct the value, say that the word means missing, or leave the column out.',
  );
}

function requireDates(column: ColumnScan, own: TableColumn | undefined, places: TablePlaces): void {
  const { dates, firstText, numbers } = column;
  const wrong = dates.firstOther(own?.dateOrder ?? dates.order);
  if (wrong === null && numbers === 0 && firstText !== null) return;
  throw badDataset(
    `“${wrong?.text ?? column.sample[0] ?? ''}” stands in a column of dates`,
    at(places, column, wrong?.line),
    'Write dates as 2024-12-31, correct the value, choose another order of day and month, or leave the column out.',
  );
}

function requireOrdered(column: ColumnScan, order: readonly string[], places: TablePlaces): void {
  const known = new Set(order);
  const other = [...column.categories].find(([word]) => !known.has(word));
  if (other === undefined) return;
  throw badDataset(
    `“${other[0]}” is not in the order of column “${column.name}”`,
    at(places, column, other[1].line),
    `Put it into the order (${order.join(', ')}), or correct the value.`,
  );
}
