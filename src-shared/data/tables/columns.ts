import { z } from 'zod';

/** What a column is for. `group`: rows of one group stay in one split. `split`: names each row's split. `time`: orders the rows. */
export const columnRoles = ['feature', 'target', 'ignore', 'group', 'split', 'time'] as const;
export type ColumnRole = (typeof columnRoles)[number];

export const columnTypes = ['number', 'category', 'ordinal', 'date', 'text'] as const;
export type ColumnType = (typeof columnTypes)[number];

/** Numbers that a date is turned into; `days` counts from 1970 on, with the time of day as its fraction. */
export const dateParts = ['year', 'month', 'day', 'weekday', 'hour', 'days'] as const;
export type DatePart = (typeof dateParts)[number];

export const dateOrders = ['ymd', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** What becomes of missing values. Mean, median and the commonest value are those of the training split. */
export const missingPolicies = [
  'refuse',
  'dropRows',
  'mean',
  'median',
  'commonest',
  'value',
  'category',
] as const;
export type MissingPolicy = (typeof missingPolicies)[number];

const ofWords = ['dropRows', 'commonest', 'value', 'category'] as const;
const ofNumbers = ['dropRows', 'mean', 'median', 'commonest', 'value', 'category'] as const;

/** What may become of a column's missing values, beside refusing them; what is no feature can only take its rows out. */
export function missingPoliciesOf(
  type: ColumnType,
  role: ColumnRole = 'feature',
): readonly Exclude<MissingPolicy, 'refuse'>[] {
  if (role !== 'feature') return ['dropRows'];
  return type === 'category' || type === 'text' ? ofWords : ofNumbers;
}

/** What is said of one column; what is absent is guessed from its values. */
export const tableColumnSchema = z
  .strictObject({
    role: z.enum(columnRoles).optional(),
    type: z.enum(columnTypes).optional(),
    /** The words of an ordinal column from the least to the greatest, which become 0, 1, 2, … */
    order: z.array(z.string()).min(2).optional(),
    /** What a date is turned into. */
    parts: z.array(z.enum(dateParts)).min(1).optional(),
    /** Which comes first in a date of numbers. */
    dateOrder: z.enum(dateOrders).optional(),
    /** Words that mean missing in this column, in place of the table's. */
    missingWords: z.array(z.string()).optional(),
    missing: z.enum(missingPolicies).optional(),
    /** What missing values become under the policy `value`. */
    value: z.union([z.string(), z.number()]).optional(),
    /** Categories with fewer examples than this become one, `other`. */
    rare: z.int().min(2).max(1_000_000).optional(),
  })
  .refine(({ type, order }) => type !== 'ordinal' || order !== undefined, {
    path: ['order'],
    error: 'an ordinal column needs the order of its words, from the least to the greatest',
  })
  .refine(({ missing, value }) => missing !== 'value' || value !== undefined, {
    path: ['value'],
    error: 'give the value that takes the place of missing ones',
  });
export type TableColumn = z.infer<typeof tableColumnSchema>;

export const tableColumnsSchema = z.record(z.string(), tableColumnSchema).default({});
export type TableColumns = z.infer<typeof tableColumnsSchema>;

export type ColumnOption = Exclude<keyof TableColumn, 'role' | 'type'>;

interface Meant {
  readonly types: readonly ColumnType[];
  readonly roles: readonly ColumnRole[];
}

/** Options that mean something for some columns alone; the others do for every column that is used. */
const meantFor: { readonly [Option in ColumnOption]?: Meant } = {
  order: { types: ['ordinal'], roles: ['feature', 'target'] },
  parts: { types: ['date'], roles: ['feature'] },
  dateOrder: { types: ['date'], roles: ['feature', 'time'] },
  rare: { types: ['category'], roles: ['feature', 'target'] },
};

/** Why an option means nothing for a column, in words that stand behind “the”. */
export interface Unmeant {
  /** What the column would need. */
  readonly needed: string;
  /** What it has in its place. */
  readonly found: string;
}

/** Why an option means nothing for a column; null where it does, as far as its type and its role are known. */
export function unmeantOption(option: ColumnOption, column: TableColumn): Unmeant | null {
  const { type, role, missing = 'refuse' } = column;
  if (option === 'value') {
    return missing === 'value' ? null : { needed: 'policy “value”', found: `policy “${missing}”` };
  }
  const meant = meantFor[option];
  if (type !== undefined && meant?.types.includes(type) === false) {
    return { needed: `type ${meant.types.join(' or ')}`, found: `type ${type}` };
  }
  if (role !== undefined && meant?.roles.includes(role) === false) {
    return { needed: `role ${meant.roles.join(' or ')}`, found: `role ${role}` };
  }
  return null;
}
