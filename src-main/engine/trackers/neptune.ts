import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { AppError } from '@shared/errors';
import { naturalOrder } from '@shared/naturalOrder';
import type { ForeignSeries } from '@shared/runs/imported/series';
import { settle } from '@shared/runs/imported/settle';
import { openParquet } from '../datasets/tables/parquet/parquet';
import { floatOf } from './pythonNumbers';
import type { ForeignRun, Place, TrackerFormat, TrackerReading } from './tracker';

/**
 * What Neptune's exporter leaves: a folder of Parquet files for each project, a row a value of an attribute of a run.
 * (The schema: neptune-ai/neptune-exporter, README, "Parquet schema".)
 */
export const neptune: TrackerFormat = {
  kind: 'neptune',
  recognizes: async (place) => {
    const [first] = await filesIn(place);
    return first !== undefined && (await isExport(first));
  },
  read,
};

const isParquet = (name: string) => extname(name) === '.parquet';
/** Of lists and of parts, which no table has; nothing of them becomes a curve or a setting. */
const spec = { columns: {}, ignore: ['string_set_value', 'file_value', 'histogram_value'] };
const needed = ['project_id', 'run_id', 'attribute_path', 'attribute_type', 'step', 'float_value'];

async function filesIn({ path, isFolder }: Place): Promise<string[]> {
  if (!isFolder) return isParquet(path) ? [path] : [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isParquet(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(naturalOrder);
}

async function isExport(path: string): Promise<boolean> {
  try {
    const { names } = await openParquet(path, spec);
    return needed.every((name) => names.includes(name));
  } catch {
    return false;
  }
}

/** A value of a float series as it stands in the file. */
interface Point {
  /** A decimal number with up to six places. */
  readonly step: string;
  readonly value: number;
  readonly time: number | null;
  readonly where: string;
}

/** What was read of a run so far. */
interface Exported {
  readonly id: string;
  readonly project: string;
  readonly series: Map<string, Point[]>;
  readonly settings: Map<string, string | number | boolean>;
  /** By what they are: the attributes that are left out, those of other types and those without a value. */
  readonly others: Map<string, Set<string>>;
}

type Row = (column: string) => string;

async function read(place: Place): Promise<TrackerReading> {
  const runs = new Map<string, Exported>();
  for (const path of await filesIn(place)) await readFile(path, runs);
  if (runs.size === 0) throw nothingIn(place.path);
  return { runs: [...runs.values()].map(runOf), remarks: [] };
}

async function readFile(path: string, runs: Map<string, Exported>): Promise<void> {
  const { names, rows, at } = await openParquet(path, spec);
  const lacking = needed.filter((name) => !names.includes(name));
  if (lacking.length > 0) throw noExport(path, lacking);
  const places = new Map(names.map((name, place) => [name, place]));
  for await (const { batch } of rows()) {
    for (let row = 0; row < batch.rows; row++) {
      const cells = batch.record(row);
      take(runs, (column) => cells[places.get(column) ?? -1] ?? '', at(batch.lines[row] ?? null, null));
    }
  }
}

function take(runs: Map<string, Exported>, cell: Row, where: string): void {
  const [project, id] = [cell('project_id'), cell('run_id')];
  const key = JSON.stringify([project, id]);
  const run = held(runs, key, () => ({
    id,
    project,
    series: new Map(),
    settings: new Map(),
    others: new Map(),
  }));
  const [path, type] = [cell('attribute_path'), cell('attribute_type')];
  const setting = settingOf(type, cell);
  if (type === 'float_series') held(run.series, path, () => []).push(pointOf(cell, where));
  else if (setting === undefined) held(run.others, `${type} without a value`, () => new Set()).add(path);
  else if (setting !== null) run.settings.set(path, setting);
  else held(run.others, type, () => new Set()).add(path);
}

/** What a map has by a key; it is made where there is nothing yet. */
function held<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** Null for what is no setting, undefined for one whose value is missing: an empty cell is no 0, no false and no moment. */
function settingOf(type: string, cell: Row): string | number | boolean | null | undefined {
  switch (type) {
    case 'int':
      return numberOrText(cell('int_value'), Number.isSafeInteger);
    case 'float':
      // One that was no number stands there as an empty cell, too.
      return numberOrText(cell('float_value') || 'NaN', Number.isFinite);
    case 'string':
      return cell('string_value');
    case 'bool':
      return flagOf(cell('bool_value'));
    case 'datetime':
      return cell('datetime_value') || undefined;
    default:
      return null;
  }
}

const flagOf = (text: string): boolean | undefined => (text === '' ? undefined : text === 'true');

/** As text where a number would be another one, or none; undefined where there is no text. */
function numberOrText(text: string, isRight: (value: number) => boolean): string | number | undefined {
  if (text === '') return undefined;
  return isRight(Number(text)) ? Number(text) : text;
}

/** A value that is missing is one that was no number. */
const pointOf = (cell: Row, where: string): Point => ({
  step: cell('step'),
  value: floatOf(cell('float_value')) ?? NaN,
  time: secondsOf(cell('timestamp')),
  where,
});

/** Seconds since 1970 of a moment in UTC; null where there is none. */
function secondsOf(text: string): number | null {
  const time = Date.parse(text.includes(' ') ? `${text.replace(' ', 'T')}Z` : text);
  return Number.isNaN(time) ? null : time / 1000;
}

/** What Neptune itself keeps of a run stands under this. */
const own = 'sys/';

function runOf({ id, project, series, settings, others }: Exported): ForeignRun {
  let places = 0;
  for (const points of series.values())
    for (const { step } of points) places = Math.max(places, placesOf(step));
  const remarks = places === 0 ? [] : [scaledSteps(places)];
  const curves: ForeignSeries[] = [];
  for (const [tag, points] of series) {
    const settled = settle(
      tag,
      points.map((point) => ({ ...point, step: wholeStep(point, places) })),
    );
    curves.push(settled.series);
    remarks.push(...settled.remarks);
  }
  for (const [type, paths] of others) remarks.push(`Left out: ${[...paths].sort().join(', ')} (${type}).`);
  const text = (name: string) => String(settings.get(own + name) ?? '');
  const parameters = [...settings].filter(([name]) => !name.startsWith(own));
  return {
    name: id,
    series: curves,
    parameters: Object.fromEntries(parameters.map(([name, value]) => [name.replaceAll('/', '.'), value])),
    ...(settings.has(`${own}failed`) && { status: text('failed') === 'true' ? 'failed' : 'finished' }),
    note: text('description'),
    tags: [project, text('name')].filter((tag) => tag !== '' && tag !== id),
    started: secondsOf(text('creation_time')),
    finished: secondsOf(text('modification_time')),
    remarks,
  };
}

/** Decimal places that a step needs. */
const placesOf = (step: string): number => /\.(\d*?)0*$/.exec(step)?.[1]?.length ?? 0;

function wholeStep({ step, where }: Point, places: number): number {
  const whole = Math.round(Number(step) * 10 ** places);
  if (step !== '' && Number.isSafeInteger(whole)) return whole;
  throw new AppError('badArgument', `“${step}” is no step that can be counted`, {
    where,
    remedy: 'Steps are numbers up to 9,007,199,254,740,991, their decimal places counted.',
  });
}

const scaledSteps = (places: number): string =>
  `Steps have up to ${places} decimal ${places === 1 ? 'place' : 'places'}: all are multiplied by ${10 ** places} to be whole.`;

function noExport(path: string, lacking: readonly string[]): AppError {
  return new AppError(
    'badArgument',
    `The Parquet file is none of Neptune’s exporter: it has no ${lacking.join(', ')}`,
    {
      where: path,
      remedy: 'Choose the folder that "neptune-exporter export" wrote with --data-path, or a file in it.',
    },
  );
}

function nothingIn(path: string): AppError {
  return new AppError('badArgument', 'No run of Neptune’s is in there', {
    where: path,
    remedy: 'Choose the folder that "neptune-exporter export" wrote with --data-path, or a file in it.',
  });
}
