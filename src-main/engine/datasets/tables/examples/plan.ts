import type { TableSpec } from '@shared/data/catalogue';
import type { TableInput } from '@shared/data/tables/inputs';
import type { Fill } from '../../preparing/fills';
import { badDataset } from '../../readers/files';
import type { ColumnScan } from '../columnScan';
import type { OpenedTable } from '../opened';
import type { TableRoles } from '../roles';
import { encoderFor, type FeatureEncoder } from './features';
import { policyOf, requireDigits, requireSound } from './soundness';
import { type SplitKeys, splitKeysOf } from './splitColumns';
import { type TargetEncoder, targetEncoder } from './target';

/** Everything that decides how rows become examples. */
export interface TablePlan {
  readonly tables: readonly OpenedTable[];
  readonly columns: readonly ColumnScan[];
  readonly features: readonly {
    readonly column: number;
    readonly offset: number;
    readonly encoder: FeatureEncoder;
  }[];
  readonly width: number;
  readonly target: { readonly column: number; readonly encoder: TargetEncoder };
  /** Columns whose missing values take their row out, with the words that say so. */
  readonly dropping: readonly { readonly column: number; readonly words: ReadonlySet<string> }[];
  readonly splitKeys: SplitKeys | null;
}

function planFeatures(
  spec: TableSpec,
  table: OpenedTable,
  columns: readonly ColumnScan[],
  roles: TableRoles,
) {
  let width = 0;
  const features = roles.features.map((column) => {
    const scan = columns[column];
    if (scan === undefined) throw new Error('features are columns of the table');
    const own = spec.columns[scan.name];
    requireSound(scan, own, table, 'feature');
    if (scan.type === 'number') requireDigits(scan, table);
    const encoder = encoderFor(scan, own, table.numbers);
    const offset = width;
    width += encoder.names.length;
    return { column, offset, encoder };
  });
  if (features.length === 0) {
    throw badDataset(
      'There is no column left to predict from',
      spec.path,
      'A table needs at least one column beside the one to predict' +
        (spec.kind === 'csv' ? '; is the delimiter one of , ; tab, | or blanks?' : '.'),
    );
  }
  return { features, width };
}

/** @throws AppError `badDataset` where a column cannot be used as its role says. */
export function planTable(
  spec: TableSpec,
  tables: readonly OpenedTable[],
  columns: readonly ColumnScan[],
  roles: TableRoles,
): TablePlan {
  const [table] = tables;
  const target = columns[roles.target];
  if (table === undefined || target === undefined) throw new Error('a table has a target');
  const own = (name: string) => spec.columns[name];
  const planned = planFeatures(spec, table, columns, roles);
  const splitKeys = splitKeysOf(roles, columns, own, table.numbers, table);
  if (splitKeys !== null && tables.length > 1) {
    throw badDataset(
      'Rows are to be shared out by a column and by files of their own at once',
      spec.path,
      'Take the role away, or the files for validation and test.',
    );
  }
  const encoder = targetEncoder(target, own(target.name), table.numbers, table);
  const used = [roles.target, ...roles.features, ...(splitKeys === null ? [] : [splitKeys.column])];
  const dropping = used.flatMap((column) => {
    const scan = columns[column];
    if (scan === undefined || policyOf(own(scan.name)) !== 'dropRows') return [];
    return [{ column, words: scan.missingWords }];
  });
  return {
    tables,
    columns,
    ...planned,
    target: { column: roles.target, encoder },
    dropping,
    splitKeys,
  };
}

/** What is filled from the training split, by the inputs of a row. */
export const fillsOf = ({ features }: TablePlan): Fill[] =>
  features.flatMap(({ encoder, offset }) =>
    encoder.fills.map((fill) => ({ ...fill, first: fill.first + offset })),
  );

/** How each column becomes inputs of a row. */
export const inputsOfPlan = ({ features }: TablePlan): TableInput[] =>
  features.map(({ encoder, offset }) => ({ ...encoder.input, first: offset }));

/** The columns that decide an example: its inputs, its target, and its split. */
export const usedColumns = ({ features, target, splitKeys }: TablePlan): number[] => [
  target.column,
  ...features.map(({ column }) => column),
  ...(splitKeys === null ? [] : [splitKeys.column]),
];
