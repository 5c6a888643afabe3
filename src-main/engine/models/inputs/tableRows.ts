import type { PreparedDataset } from '@shared/data/prepared';
import type { DatasetSpec } from '@shared/data/spec';
import type { TableInput } from '@shared/data/tables/inputs';
import { AppError } from '@shared/errors';
import { isTableSpec } from '@shared/data/catalogue';
import { badDataset } from '../../datasets/readers/files';
import { openAnyTable } from '../../datasets/tables/formats';
import type { OpenedTable } from '../../datasets/tables/opened';
import { cellReader } from './cells';
import type { InputBatch } from './inputs';

/** Rows that go through the model together. */
const rowsAtOnce = 1024;

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

/** Where each of the model's columns stands in the rows; null where one is not there. */
function placesOf(names: readonly string[], inputs: readonly TableInput[]): number[] | null {
  const places = inputs.map(({ column }) => names.indexOf(column));
  return places.includes(-1) ? null : places;
}

/**
 * Opens a table as the one that the model learned from was written, else as its beginning looks.
 * @throws AppError `badDataset` that names the columns which lack
 */
async function openFor(path: string, spec: DatasetSpec, inputs: readonly TableInput[]) {
  let last: OpenedTable | null = null;
  for await (const table of openAnyTable(path, isTableSpec(spec) ? spec : null)) {
    const places = placesOf(table.names, inputs);
    if (places !== null) return { table, places };
    last = table;
  }
  const names = last?.names ?? [];
  const lacking = inputs.map(({ column }) => column).filter((column) => !names.includes(column));
  throw badDataset(
    `The table lacks ${lacking.length === 1 ? 'the column' : 'the columns'} ${quoted(lacking)}`,
    path,
    `The model asks for ${quoted(inputs.map(({ column }) => column))}; the table has ${quoted(names)}.`,
  );
}

/** How many names a message tells. */
const namedAtMost = 20;

function quoted(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const named = names.slice(0, namedAtMost).map((name) => `“${name}”`);
  const others = names.length - named.length;
  return others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ');
}

/**
 * The rows of a table as the model's inputs, a bounded number at a time; other columns are passed over.
 * @throws AppError `badDataset` with line and column where a cell is not what the column holds
 */
export async function* readTableInputs(
  path: string,
  spec: DatasetSpec,
  dataset: PreparedDataset,
  signal?: AbortSignal,
): AsyncGenerator<InputBatch> {
  const inputs = tableInputsOf(spec, dataset);
  const { table, places } = await openFor(path, spec, inputs);
  const columns = inputs.map((input, index) => ({
    ...cellReader(input, table.numbers),
    name: input.column,
    place: places[index] ?? 0,
  }));
  const width = dataset.inputShape[0] ?? 0;
  for await (const { batch, firstRow } of table.rows(signal)) {
    for (let first = firstRow; first < batch.rows; first += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, batch.rows - first);
      const values = new Float32Array(count * width);
      const names: string[] = [];
      for (let row = 0; row < count; row++) {
        const cells = batch.rowFirst[first + row] ?? 0;
        const line = batch.lines[first + row] ?? 0;
        names.push(String(line));
        for (const { place, name, read } of columns) {
          const problem = read(batch, cells + place, values, row * width);
          if (problem === null) continue;
          throw badDataset(problem.message, table.at(line, name), problem.remedy);
        }
      }
      yield { names, values };
    }
  }
}
