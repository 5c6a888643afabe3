import type { PreparedDataset } from '@shared/data/prepared';
import type { DatasetSpec } from '@shared/data/spec';
import type { TableInput } from '@shared/data/tables/inputs';
import { AppError } from '@shared/errors';
import { isTableSpec } from '@shared/data/catalogue';
import { badDataset } from '../../datasets/readers/files';
import { openAnyTable } from '../../datasets/tables/formats';
import type { OpenedTable } from '../../datasets/tables/opened';
import type { RecordBatch } from '../../datasets/tables/text/records';
import { cellReader } from './cells';
import type { InputBatch } from './inputs';
import { seriesRows, windowsOfRows } from './windows';

/** Rows that go through the model together. */
const rowsAtOnce = 4096;

/**
 * How a table's columns become the model's inputs.
 * @throws AppError `badModel` where the model does not say it
 */
export function tableInputsOf({ kind }: DatasetSpec, dataset: PreparedDataset): readonly TableInput[] {
  if (dataset.tableInputs !== undefined) return dataset.tableInputs;
  if (isTableSpec({ kind }) || dataset.featureNames.length === 0) {
    throw new AppError('badModel', 'The model does not say how a row becomes its inputs.', {
      where: dataset.name,
      remedy: isTableSpec({ kind })
        ? 'Its run was prepared by an earlier version of Layerlab: train it anew.'
        : 'Give images, or arrays of the shape that it was trained on.',
    });
  }
  return dataset.featureNames.map((column, first) => ({
    column,
    type: 'number',
    first,
    missing: null,
    missingWords: [''],
    words: [],
    other: null,
    parts: [],
    dateOrder: null,
  }));
}

/** Where each of the columns that are asked for stands in the rows; null where one is not there. */
function placesOf(names: readonly string[], columns: readonly string[]): number[] | null {
  const places = columns.map((column) => names.indexOf(column));
  return places.includes(-1) ? null : places;
}

/**
 * Opens a table as the one that the model learned from was written, else as its beginning looks.
 * @throws AppError `badDataset` that names the columns which lack
 */
async function openFor(path: string, spec: DatasetSpec, columns: readonly string[]) {
  let last: OpenedTable | null = null;
  for await (const table of openAnyTable(path, isTableSpec(spec) ? spec : null)) {
    const places = placesOf(table.names, columns);
    if (places !== null) {
      requireDistinct(table, columns, spec);
      return { table, places };
    }
    last = table;
  }
  const names = last?.names ?? [];
  const lacking = columns.filter((column) => !names.includes(column));
  throw badDataset(
    `The table lacks ${lacking.length === 1 ? 'the column' : 'the columns'} ${quoted(lacking)}`,
    path,
    `The model asks for ${quoted(columns)}; the table has ${quoted(names)}.`,
  );
}

/**
 * Two columns of one name, of which the model was given one, are told apart where its data set had both: then what the
 * second goes by is a name there too.
 * @throws AppError `badDataset` where nothing tells which is meant
 */
function requireDistinct(table: OpenedTable, columns: readonly string[], spec: DatasetSpec): void {
  const known = new Set(columns);
  if (isTableSpec(spec)) {
    for (const name of [...Object.keys(spec.columns), spec.target]) if (name !== undefined) known.add(name);
  }
  for (const [name, written] of table.renamed) {
    if (known.has(name) || !columns.includes(written)) continue;
    const [first, second] = [written, name].map((each) => table.names.indexOf(each) + 1);
    throw badDataset(
      `Two columns of the table are called “${written}”, columns ${first ?? 0} and ${second ?? 0}, and the model takes one`,
      table.at(null, written),
      'Rename or take out the one that is not meant.',
    );
  }
}

/** How many names a message tells. */
const namedAtMost = 20;

function quoted(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const named = names.slice(0, namedAtMost).map((name) => `“${name}”`);
  const others = names.length - named.length;
  return others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ');
}

/** Writes a row's inputs from a place on. @throws AppError `badDataset` with line and column where a cell is not what the column holds */
export type ReadRow = (batch: RecordBatch, row: number, into: Float32Array, at: number) => void;

function rowReader(table: OpenedTable, inputs: readonly TableInput[], places: readonly number[]): ReadRow {
  const columns = inputs.map((input, index) => ({
    ...cellReader(input, table.numbers),
    name: input.column,
    place: places[index] ?? 0,
  }));
  return (batch, row, into, at) => {
    const cells = batch.rowFirst[row] ?? 0;
    for (const { place, name, read } of columns) {
      const problem = read(batch, cells + place, into, at);
      if (problem === null) continue;
      throw badDataset(problem.message, table.at(batch.lines[row] ?? 0, name), problem.remedy);
    }
  };
}

/** Rows each of which is an example. @param width inputs of a row. */
async function* rowBatches(
  table: OpenedTable,
  read: ReadRow,
  width: number,
  signal?: AbortSignal,
): AsyncGenerator<InputBatch> {
  for await (const { batch, firstRow } of table.rows(signal)) {
    for (let first = firstRow; first < batch.rows; first += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, batch.rows - first);
      const values = new Float32Array(count * width);
      const names: string[] = [];
      for (let row = 0; row < count; row++) {
        names.push(String(batch.lines[first + row] ?? 0));
        read(batch, first + row, values, row * width);
      }
      yield { names, values };
    }
  }
}

/**
 * The rows of a table as the model's inputs, or the windows that they make, a bounded number at a time; other columns are
 * passed over.
 * @throws AppError `badDataset` with line and column where a cell is not what the column holds, or rows make no series
 */
export async function* readTableInputs(
  path: string,
  spec: DatasetSpec,
  dataset: PreparedDataset,
  signal?: AbortSignal,
): AsyncGenerator<InputBatch> {
  const { windows, inputShape } = dataset;
  const inputs = tableInputsOf(spec, dataset);
  const time = windows?.time ?? null;
  const asked = [...inputs.map(({ column }) => column), ...(time === null ? [] : [time.column])];
  const { table, places } = await openFor(path, spec, asked);
  const read = rowReader(table, inputs, places);
  const width = inputShape.at(-1) ?? 0;
  if (windows === undefined) yield* rowBatches(table, read, width, signal);
  else {
    const rows = seriesRows(table, read, width, time, places[inputs.length] ?? 0, signal);
    yield* windowsOfRows(rows, windows, table, width);
  }
}
