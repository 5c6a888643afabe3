import { basename } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import type { DatasetContent } from '@shared/data/dataset';
import { Breathing } from '../breathing';
import type { DatasetReader, DatasetSource, ExampleChunk } from '../source';
import { type CsvColumn, type CsvTable, mostCategories, scanTable } from './csvColumns';
import { readRows } from './csvRows';
import { badDataset, plural, requireFile } from './files';

type CsvSpec = Extract<FileSpec, { kind: 'csv' }>;

const rowsPerChunk = 4096;

/** Turns one column's cells into numbers, from `offset` on. */
interface Encoder {
  readonly column: number;
  readonly names: readonly string[];
  encode(cell: string, into: Float32Array, offset: number): void;
}

interface Target {
  readonly column: number;
  readonly content: Pick<DatasetContent, 'task' | 'targetName' | 'classNames'>;
  value(cell: string): number;
}

function findColumn(table: CsvTable, name: string, path: string): number {
  const index = table.columns.findIndex((column) => column.name === name);
  if (index >= 0) return index;
  const names = table.columns.map((column) => column.name);
  const shown =
    names.length > 30 ? `${names.slice(0, 30).join(', ')}, … (${names.length} in all)` : names.join(', ');
  throw badDataset(`There is no column “${name}”`, path, `Choose one of its columns: ${shown}.`);
}

/** @throws AppError where a cell of a column that is used is missing, or is text among numbers. */
function requireSound(column: CsvColumn, path: string): void {
  if (column.missing > 0) {
    throw badDataset(
      `${plural(column.missing, 'value')} of column “${column.name}” ${column.missing === 1 ? 'is' : 'are'} missing`,
      `${path}, line ${column.firstMissing?.line ?? 0}, column “${column.name}”`,
      'Fill them in, take those rows out, or leave the column out.',
    );
  }
  if (column.type === 'number' && column.firstText !== null) {
    throw badDataset(
      `“${column.firstText.text}” stands in a column of numbers`,
      `${path}, line ${column.firstText.line}, column “${column.name}”`,
      'Correct the value (decimals take a point), take the row out, or leave the column out.',
    );
  }
  if (column.hasTooManyCategories) {
    throw badDataset(
      `Column “${column.name}” has more than ${mostCategories} different words`,
      `${path}, column “${column.name}”`,
      'Leave the column out; it is likely to hold names or texts, not categories.',
    );
  }
}

function chooseTarget(table: CsvTable, spec: CsvSpec, candidates: readonly number[]): Target {
  const column = spec.target === undefined ? candidates.at(-1) : findColumn(table, spec.target, spec.path);
  const found = column === undefined ? undefined : table.columns[column];
  if (column === undefined || found === undefined || !candidates.includes(column)) {
    throw badDataset(
      'The column to predict is among those left out',
      spec.path,
      'Choose another column to predict.',
    );
  }
  requireSound(found, spec.path);
  const targetName = found.name;
  if (found.type === 'number' && found.numericClasses === null) {
    return { column, content: { task: 'regression', targetName, classNames: [] }, value: Number };
  }
  const labels: readonly (string | number)[] = found.numericClasses ?? found.categories;
  if (labels.length < 2) {
    throw badDataset(
      `Every row has the same value in “${targetName}”, so there is nothing to learn`,
      `${spec.path}, column “${targetName}”`,
      'Choose another column to predict.',
    );
  }
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  return {
    column,
    content: { task: 'classification', targetName, classNames: labels.map(String) },
    value: (cell) => indexOf.get(found.type === 'number' ? Number(cell) : cell) ?? 0,
  };
}

function encoderFor(column: CsvColumn, index: number): Encoder {
  if (column.type === 'number') {
    return {
      column: index,
      names: [column.name],
      encode: (cell, into, offset) => {
        into[offset] = Number(cell);
      },
    };
  }
  const { categories } = column;
  const indexOf = new Map(categories.map((category, place) => [category, place]));
  return {
    column: index,
    names: categories.map((category) => `${column.name} = ${category}`),
    encode: (cell, into, offset) => {
      into[offset + (indexOf.get(cell) ?? 0)] = 1;
    },
  };
}

async function* encodeRows(
  path: string,
  table: CsvTable,
  encoders: readonly Encoder[],
  target: Target,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  const breathing = new Breathing(signal);
  const features = encoders.reduce((sum, encoder) => sum + encoder.names.length, 0);
  let inputs = new Float32Array(rowsPerChunk * features);
  let targets: number[] = [];
  for await (const { cells } of readRows(path, table.format, signal)) {
    let offset = targets.length * features;
    for (const encoder of encoders) {
      encoder.encode(cells[encoder.column] ?? '', inputs, offset);
      offset += encoder.names.length;
    }
    targets.push(target.value(cells[target.column] ?? ''));
    if (targets.length === rowsPerChunk) {
      yield { inputs, targets };
      inputs = new Float32Array(rowsPerChunk * features);
      targets = [];
      await breathing.pause();
    }
  }
  if (targets.length > 0) yield { inputs: inputs.subarray(0, targets.length * features), targets };
}

/** Tables of separated values: read twice, first for the types of the columns, then for the values. */
export const csvReader: DatasetReader<CsvSpec> = {
  async files({ path }) {
    await requireFile(path, 'CSV file');
    return [path];
  },

  async open(spec, _files, signal): Promise<DatasetSource> {
    const { path } = spec;
    const table = await scanTable(path, signal);
    if (table.rows === 0) {
      throw badDataset(
        'The CSV file has a header and no rows',
        path,
        'Choose a file with one example a line.',
      );
    }
    const ignored = new Set((spec.ignore ?? []).map((name) => findColumn(table, name, path)));
    const candidates = table.columns.map((_, index) => index).filter((index) => !ignored.has(index));
    const target = chooseTarget(table, spec, candidates);
    const encoders = table.columns.flatMap((column, index) => {
      if (ignored.has(index) || index === target.column) return [];
      requireSound(column, path);
      return [encoderFor(column, index)];
    });
    if (encoders.length === 0) {
      throw badDataset(
        'There is no column left to predict from',
        path,
        'A table needs at least one column beside the one to predict; is the delimiter one of , ; tab or | ?',
      );
    }
    const featureNames = encoders.flatMap((encoder) => encoder.names);
    return {
      content: {
        name: basename(path),
        examples: table.rows,
        inputShape: [featureNames.length],
        inputDtype: 'float32',
        featureNames,
        ...target.content,
      },
      chunks: () => encodeRows(path, table, encoders, target, signal),
    };
  },
};
