import { basename } from 'node:path';
import type { TableSpec } from '@shared/data/catalogue';
import { badDataset, requireFile } from '../../readers/files';
import type { DatasetReader, DatasetSource, ExamplePlaces, OwnSplits } from '../../source';
import { notationOf } from '../cells/notations';
import type { ColumnScan } from '../columnScan';
import { nounOf } from '../formats';
import { namesAmongRows } from '../notes';
import type { OpenedTable } from '../opened';
import { resolvedSpec } from '../resolve';
import { rolesOf } from '../roles';
import { scanTables } from '../table';
import { openWindows } from '../windows/source';
import { encodeTables, Encoded } from './encoding';
import { fillsOf, planTable, inputsOfPlan, usedColumns } from './plan';
import { leftOutRemarks, readingRemarks, repeatedRemarks, unseenRemarks } from './remarks';
import { RepeatedRows } from './repeatedRows';

/** Files of their own for validation and test decide each example's split: 0, 1 or 2. */
function ownFiles(spec: TableSpec): { readonly path: string; readonly split: number }[] {
  return [
    { path: spec.path, split: 0 },
    ...(spec.validationPath === undefined ? [] : [{ path: spec.validationPath, split: 1 }]),
    ...(spec.testPath === undefined ? [] : [{ path: spec.testPath, split: 2 }]),
  ];
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

/** @throws AppError `badDataset` where the names of the columns stand among the rows, and nobody has said what becomes of them */
function requireNamesOnce(spec: TableSpec, tables: readonly OpenedTable[]): void {
  if (spec.kind === 'parquet' || spec.repeatedHeader !== undefined) return;
  for (const table of tables) {
    const { lines = [] } = table.repeatedHeader ?? {};
    const [first] = lines;
    if (first === undefined) continue;
    throw badDataset(
      `${namesAmongRows(lines)}, as where files were put one behind the other`,
      table.at(first, null),
      'Leave these rows out ("repeatedHeader": "leaveOut"), or say that they are rows like others ("keep").',
    );
  }
}

function requireRows(examples: number, path: string): number {
  if (examples > 0) return examples;
  throw badDataset(
    'No row is left: in each of them a value is missing in a column whose missing values take their rows out',
    path,
    'Let the missing values of some columns become something else than “dropRows”, or leave these columns out.',
  );
}

const placesOf = (encoded: Encoded, target: ColumnScan): ExamplePlaces => ({
  at: (example) => encoded.fileOf(example).at(encoded.lineOf(example), target.name),
  brief: (example) => `${encoded.fileOf(example).unit} ${encoded.lineOf(example)}`,
  remedyForOne: remedyForOne(target),
});

function remedyForOne({ type, categories }: ColumnScan): string {
  const notation = type === 'category' ? notationOf([...categories.keys()]) : undefined;
  const asClasses =
    'add examples, take the row out, or fold rare classes into one (the column’s “rare”: 2, which counts the rows before ' +
    'any are left out).';
  return notation === undefined
    ? asClasses
    : `its values look like ${notation.name}, which are taken for words; to predict numbers, write them as ${notation.example}. Where they are classes, ${asClasses}`;
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
    requireNamesOnce(spec, tables);
    const roles = rolesOf(spec, columns);
    const target = columns[roles.target];
    if (target === undefined) throw new Error('a table has a target');
    const { windows } = spec;
    if (windows !== undefined) return openWindows({ spec, windows, table, columns, roles, rows }, signal);
    const plan = planTable(spec, tables, columns, roles);
    const featureNames = plan.features.flatMap(({ encoder }) => encoder.names);
    const encoded = new Encoded(tables);
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
      fills: fillsOf(plan),
      tableInputs: inputsOfPlan(plan),
      resolved: resolvedSpec(spec, table, columns, roles),
      chunks: () => encodeTables(plan, encoded, repeated, signal),
      read: () => ({
        examples: requireRows(encoded.examples, spec.path),
        own: ownSplits(spec, encoded.counts),
        places: placesOf(encoded, target),
        remarks: [
          ...readingRemarks(spec, tables),
          ...repeatedRemarks(repeated),
          ...leftOutRemarks(spec, columns),
          ...unseenRemarks(spec, target),
        ],
      }),
      splitRule: () => plan.splitKeys?.rule(encoded.keys.all) ?? { by: 'shares' },
    };
  },
};
