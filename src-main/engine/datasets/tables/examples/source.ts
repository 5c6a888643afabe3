import { basename } from 'node:path';
import { missingPoliciesOf } from '@shared/data/tables/columns';
import { badDataset, plural, requireFile } from '../../readers/files';
import type { DatasetReader, DatasetSource, ExampleChunk, OwnSplits } from '../../source';
import type { ColumnScan } from '../columnScan';
import { encoderFor, type FeatureEncoder } from './features';
import type { RecordBatch } from '../text/records';
import { RepeatedRows } from './repeatedRows';
import { resolvedSpec } from '../resolve';
import type { TableSpec } from '@shared/data/catalogue';
import { drawsShares, rolesOf, type TableRoles } from '../roles';
import { policyOf, requireSound } from './soundness';
import { type SplitKeys, splitKeysOf } from './splitColumns';
import { nounOf } from '../formats';
import type { OpenedTable, TablePlaces } from '../opened';
import { scanTables } from '../table';
import { type TargetEncoder, targetEncoder } from './target';

/** Everything that decides how rows become examples. */
interface TablePlan {
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

/** Numbers that come one by one. */
class Numbers {
  private values = new Float64Array(1 << 12);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(2 * this.length);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  get all(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}

/** The rows of a batch in which nothing is missing that takes the row out, and which are no repetition that is left out. */
function keptRows(
  batch: RecordBatch,
  firstRow: number,
  { dropping }: TablePlan,
  repeated: RepeatedRows | null,
  into: Int32Array,
): number {
  let count = 0;
  for (let row = firstRow; row < batch.rows; row++) {
    const first = batch.rowFirst[row] ?? 0;
    const isDropped = dropping.some(({ column, words }) => words.has(batch.key(first + column)));
    if (isDropped || repeated?.isRepeated(batch, row) === true) continue;
    into[count++] = row;
  }
  return count;
}

function changed(places: TablePlaces, line: number): Error {
  return badDataset(
    'The file has changed while it was read',
    places.at(line, null),
    'Try again when nothing writes to it.',
  );
}

/** The examples of all files, in their order; what decides the split of each is left in `keys`, how many came in `counts`. */
async function* encodeTables(
  plan: TablePlan,
  keys: Numbers,
  counts: number[],
  repeated: RepeatedRows | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  let rows = new Int32Array(0);
  for (const [file, table] of plan.tables.entries()) {
    for await (const { batch, firstRow } of table.rows(signal)) {
      if (rows.length < batch.rows) rows = new Int32Array(batch.rows);
      const count = keptRows(batch, firstRow, plan, repeated, rows);
      if (count === 0) continue;
      counts[file] = (counts[file] ?? 0) + count;
      yield encodeBatch(plan, table, batch, rows, count);
      const { splitKeys } = plan;
      for (let index = 0; index < count; index++) {
        const first = batch.rowFirst[rows[index] ?? 0] ?? 0;
        if (splitKeys !== null) keys.push(splitKeys.value(batch, first + splitKeys.column));
      }
    }
  }
}

function encodeBatch(
  { features, width, target }: TablePlan,
  places: TablePlaces,
  batch: RecordBatch,
  rows: Int32Array,
  count: number,
): ExampleChunk {
  const inputs = new Float32Array(count * width);
  const into = { batch, rows, count, inputs, stride: width };
  for (const { column, offset, encoder } of features) encoder.encode(into, column, offset);
  const targets = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const row = rows[index] ?? 0;
    const value = target.encoder.value(batch, (batch.rowFirst[row] ?? 0) + target.column);
    if (Number.isNaN(value)) throw changed(places, batch.lines[row] ?? 0);
    targets[index] = value;
  }
  return { inputs, targets };
}

/** Files of their own for validation and test decide each example's split: 0, 1 or 2. */
function ownFiles(spec: TableSpec): { readonly path: string; readonly split: number }[] {
  return [
    { path: spec.path, split: 0 },
    ...(spec.validationPath === undefined ? [] : [{ path: spec.validationPath, split: 1 }]),
    ...(spec.testPath === undefined ? [] : [{ path: spec.testPath, split: 2 }]),
  ];
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
    requireSound(scan, own, table, missingPoliciesOf(scan.type));
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

function planTable(
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
  const encoder = targetEncoder(target, own(target.name), table.numbers, table, drawsShares(spec, roles));
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

/** The columns that decide an example: its inputs, its target, and its split. */
const usedColumns = ({ features, target, splitKeys }: TablePlan): number[] => [
  target.column,
  ...features.map(({ column }) => column),
  ...(splitKeys === null ? [] : [splitKeys.column]),
];

function repeatedRemarks(repeated: RepeatedRows | null): string[] {
  if (repeated === null || repeated.count === 0) return [];
  const { count } = repeated;
  return [
    `${plural(count, 'row')} ${count === 1 ? 'was' : 'were'} there before and ${count === 1 ? 'is' : 'are'} left out.`,
  ];
}

/** Which of several sheets is read, where nobody has said it. */
function sheetRemarks(spec: TableSpec, { sheets = [], format: { sheet } }: OpenedTable): string[] {
  if (sheets.length < 2 || sheet === undefined || (spec.kind === 'xlsx' && spec.sheet !== undefined))
    return [];
  const others = sheets.filter((name) => name !== sheet).map((name) => `“${name}”`);
  return [
    `The sheet “${sheet}” is read; ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} there too.`,
  ];
}

/** What the file itself sets apart, where nobody has given it a role. */
function leftOutRemarks(spec: TableSpec, { known }: OpenedTable, columns: readonly ColumnScan[]): string[] {
  return columns.flatMap(({ name }) => {
    const why = known.get(name)?.leftOutBecause;
    const isSaid =
      spec.columns[name]?.role !== undefined || name === spec.target || spec.ignore?.includes(name);
    return why === undefined || isSaid === true ? [] : [why];
  });
}

/** @throws AppError `badDataset` where rows would be learned from and judged by at once */
function requireDifferent(paths: readonly string[]): void {
  const twice = paths.find((path, place) => paths.indexOf(path) < place);
  if (twice === undefined) return;
  throw badDataset(
    'One file is to be for two splits: what is learned from would be judged by as well',
    twice,
    'Choose different files for training, validation and test, or leave them out and share out by shares.',
  );
}

/**
 * How many examples each of the files of their own has.
 * @throws AppError `badDataset` where one has none: a share would be drawn in its place without a word
 */
function ownSplits(spec: TableSpec, counts: readonly number[]): OwnSplits {
  const empty = ownFiles(spec).find(({ split }, place) => split > 0 && (counts[place] ?? 0) === 0);
  if (empty !== undefined) {
    throw badDataset(
      `No row is left of the file for ${empty.split === 1 ? 'validation' : 'the test'}`,
      empty.path,
      'Choose a file with rows in which nothing is missing, or leave it out.',
    );
  }
  const of = (split: number): number => counts[ownFiles(spec).findIndex((file) => file.split === split)] ?? 0;
  return { validation: of(1), test: of(2) };
}

/**
 * Tables of all kinds of files: read twice, first for the types of the columns, then for the values. Of a file some MB are
 * in memory at a time.
 */
export const tableReader: DatasetReader<TableSpec> = {
  async files(spec) {
    const paths = ownFiles(spec).map(({ path }) => path);
    for (const path of paths) await requireFile(path, nounOf(spec));
    requireDifferent(paths);
    return paths;
  },

  async open(spec, paths, signal): Promise<DatasetSource> {
    const { tables, columns, rows } = await scanTables(paths, spec, signal);
    const [table] = tables;
    if (table === undefined || rows === 0) {
      throw badDataset(
        `The ${nounOf(spec)} has a header and no rows`,
        spec.path,
        'Choose a file with one example in each row.',
      );
    }
    const roles = rolesOf(spec, columns);
    const plan = planTable(spec, tables, columns, roles);
    const featureNames = plan.features.flatMap(({ encoder }) => encoder.names);
    const keys = new Numbers();
    const counts = paths.map(() => 0);
    const repeated = spec.duplicates === 'drop' ? new RepeatedRows(usedColumns(plan)) : null;
    return {
      content: {
        name: basename(spec.path),
        examples: rows,
        inputShape: [featureNames.length],
        inputDtype: 'float32',
        featureNames,
        ...plan.target.encoder.content,
      },
      fills: plan.features.flatMap(({ encoder, offset }) =>
        encoder.fills.map((fill) => ({ ...fill, first: fill.first + offset })),
      ),
      tableInputs: plan.features.map(({ encoder, offset }) => ({ ...encoder.input, first: offset })),
      resolved: resolvedSpec(spec, table, columns, roles),
      chunks: () => encodeTables(plan, keys, counts, repeated, signal),
      read: () => ({
        examples: counts.reduce((sum, count) => sum + count, 0),
        own: ownSplits(spec, counts),
        remarks: [
          ...sheetRemarks(spec, table),
          ...repeatedRemarks(repeated),
          ...leftOutRemarks(spec, table, columns),
        ],
      }),
      splitRule: () => plan.splitKeys?.rule(keys.all) ?? { by: 'shares' },
    };
  },
};
