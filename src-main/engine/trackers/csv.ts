import { basename } from 'node:path';
import { AppError } from '@shared/errors';
import type { ForeignSeries } from '@shared/runs/imported/series';
import { settle, type WrittenPoint } from '@shared/runs/imported/settle';
import { splits, type Split } from '@shared/runs/metricNames';
import { NotUtf8Error, openText } from '../datasets/tables/text/bytes';
import { syntaxOf } from '../datasets/tables/guess';
import { sampleRecords } from '../datasets/tables/guess/sample';
import { readBatches } from '../datasets/tables/text/rows';
import { headOf } from '../datasets/tables/text/textTable';
import { floatOf } from './pythonNumbers';
import type { ForeignRun, Place, TrackerFormat, TrackerReading } from './tracker';
import { largestOf, smallestOf } from '@shared/extremes';

/** A row a value, in columns `step`, `metric` and `value`; `run`, `split` and `time` where they are there. */
export const csv: TrackerFormat = {
  kind: 'csv',
  recognizes: async (place) => !place.isFolder && (await columnsOf(place.path)) !== null,
  read,
};

const needed = ['step', 'metric', 'value'] as const;
const known = [...needed, 'run', 'split', 'time'] as const;
type Column = (typeof known)[number];
/** Other names of columns. */
const synonyms: Readonly<Record<string, Column>> = {
  name: 'metric',
  tag: 'metric',
  key: 'metric',
  wall_time: 'time',
  timestamp: 'time',
  run_id: 'run',
};

interface Columns {
  readonly delimiter: ',' | ';' | '\t';
  readonly places: ReadonlyMap<Column, number>;
}

const mostHeaderBytes = 65_536;
const byteOrderMark = /^\ufeff/;
const format = { quote: '"', comment: 'none' } as const;

/** Where each column stands, by the first line; null where one is lacking. */
async function columnsOf(path: string): Promise<Columns | null> {
  const bytes = await headOf(path, mostHeaderBytes);
  for (const delimiter of [',', ';', '\t'] as const) {
    const [header] = sampleRecords({ bytes, isWhole: false }, syntaxOf({ ...format, delimiter }), 1);
    const places = new Map<Column, number>();
    for (const [place, cell] of (header?.cells ?? []).entries()) {
      const name = cell.replace(byteOrderMark, '').trim().toLowerCase();
      const column = known.find((each) => each === name) ?? synonyms[name];
      if (column !== undefined && !places.has(column)) places.set(column, place);
    }
    if (needed.every((column) => places.has(column))) return { delimiter, places };
  }
  return null;
}

async function* records(path: string, delimiter: Columns['delimiter']) {
  await using source = await openText(path, 'utf-8');
  try {
    for await (const batch of readBatches(source, path, { ...format, delimiter })) {
      for (let row = 0; row < batch.rows; row++)
        yield { line: batch.lines[row] ?? 0, cells: batch.record(row) };
    }
  } catch (thrown) {
    // A file that is no text is no table; what it is instead, others may know.
    if (!(thrown instanceof NotUtf8Error)) throw thrown;
  }
}

interface Written {
  readonly metric: string;
  readonly split: Split | undefined;
  readonly points: WrittenPoint[];
}

async function read({ path }: Place): Promise<TrackerReading> {
  const columns = await columnsOf(path);
  if (columns === null) throw noColumns(path);
  const runs = new Map<string, Map<string, Written>>();
  let isHeading = true;
  for await (const { line, cells } of records(path, columns.delimiter)) {
    if (!isHeading) take(runs, cells, columns, `${path}, line ${line}`);
    isHeading = false;
  }
  if (runs.size === 0) throw withoutRows(path);
  const usual = basename(path).replace(/\.[^.]+$/, '');
  return { runs: [...runs].map(([name, series]) => runOf(name || usual, [...series.values()])), remarks: [] };
}

function take(
  runs: Map<string, Map<string, Written>>,
  cells: readonly string[],
  { places }: Columns,
  where: string,
): void {
  const cell = (column: Column) => cells[places.get(column) ?? -1]?.trim() ?? '';
  const point = {
    step: wholeNumber(cell('step'), `${where}, step`),
    value: valueOf(cell('value'), `${where}, value`),
    time: timeOf(cell('time'), `${where}, time`),
  };
  const metric = cell('metric');
  if (metric === '') throw badCell('There is no metric in this row', `${where}, metric`, 'Name it.');
  const word = cell('split').toLowerCase();
  const split = splits.find((each) => each === word);
  if (word !== '' && split === undefined) {
    throw badCell(`“${word}” is no split`, `${where}, split`, `It is one of ${splits.join(', ')}, or empty.`);
  }
  const series = runs.get(cell('run')) ?? new Map<string, Written>();
  const key = JSON.stringify([split, metric]);
  const written = series.get(key) ?? { metric, split, points: [] };
  written.points.push(point);
  series.set(key, written);
  runs.set(cell('run'), series);
}

function runOf(name: string, written: readonly Written[]): ForeignRun {
  const givenSplits = new Map<ForeignSeries, Split>();
  const remarks: string[] = [];
  const series = written.map(({ metric, split, points }) => {
    const settled = settle(metric, points);
    remarks.push(...settled.remarks);
    if (split !== undefined) givenSplits.set(settled.series, split);
    return settled.series;
  });
  const times = series.flatMap((each) => [each.times?.[0] ?? [], each.times?.at(-1) ?? []].flat());
  return {
    name,
    series,
    splits: givenSplits,
    started: times.length === 0 ? null : smallestOf(times),
    finished: times.length === 0 ? null : largestOf(times),
    remarks,
  };
}

function wholeNumber(text: string, where: string): number {
  const value = Number(text);
  if (text !== '' && Number.isSafeInteger(value)) return value;
  throw badCell(`“${text}” is no step`, where, 'Steps are whole numbers.');
}

/** An empty value is one that was no number, as Layerlab writes it. */
function valueOf(text: string, where: string): number {
  const value = text === '' ? NaN : floatOf(text);
  if (value !== null) return value;
  throw badCell(`“${text}” is no number`, where, 'Write a number with a point, nan, inf, or nothing.');
}

/** Seconds since 1970, or milliseconds, which begin where seconds would be in the year 5138; or a date. */
function timeOf(text: string, where: string): number | null {
  if (text === '') return null;
  const number = Number(text);
  if (Number.isFinite(number)) return Math.abs(number) > 1e11 ? number / 1000 : number;
  const date = Date.parse(text);
  if (!Number.isNaN(date)) return date / 1000;
  throw badCell(
    `“${text}” is no time`,
    where,
    'Write seconds since 1970, or a date as 2026-01-31T12:00:00Z.',
  );
}

function badCell(message: string, where: string, remedy: string): AppError {
  return new AppError('badArgument', message, { where, remedy });
}

function noColumns(path: string): AppError {
  return badCell(
    'The file has no columns “step”, “metric” and “value”',
    path,
    'Its first line names the columns; “run”, “split” and “time” may stand beside them.',
  );
}

function withoutRows(path: string): AppError {
  return badCell(
    'The file has names of columns and no rows',
    path,
    'A row is a value of a metric at a step.',
  );
}
