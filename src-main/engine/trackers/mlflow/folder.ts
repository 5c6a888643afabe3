import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { naturalOrder } from '@shared/naturalOrder';
import type { WrittenPoint } from '@shared/runs/imported/settle';
import { floatOf } from '../pythonNumbers';
import type { Place, TrackerFormat, TrackerReading } from '../tracker';
import { foreignRunOf, statusOf, type MlflowRun } from './records';

/** MLflow's folder of files: `mlruns/<experiment>/<run>/`, each with a `meta.yaml`. */
export const mlflowFolder: TrackerFormat = {
  kind: 'mlflow',
  recognizes: async (place) => place.isFolder && (await runFolders(place)).length > 0,
  read,
};

const description = 'meta.yaml';

/** The runs in a folder of MLflow's, in one of its experiments, in a run itself, or in the folder that holds `mlruns`. */
async function runFolders({ path }: Place): Promise<string[]> {
  if (await isRun(path)) return [path];
  const found: string[] = [];
  for (const folder of [path, join(path, 'mlruns')]) {
    const children = await foldersIn(folder);
    for (const child of children) {
      if (await isRun(child)) found.push(child);
      else for (const inner of await foldersIn(child)) if (await isRun(inner)) found.push(inner);
    }
  }
  return found.sort(naturalOrder);
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  // `.trash` holds what was deleted for good.
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(path, entry.name));
}

async function isRun(folder: string): Promise<boolean> {
  const { run_id: id, run_uuid: early } = await describedIn(folder);
  return typeof id === 'string' || typeof early === 'string';
}

/** Empty where there is no description, or none that can be read. */
async function describedIn(folder: string): Promise<Record<string, unknown>> {
  const text = await readFile(join(folder, description), 'utf8').catch(() => '');
  try {
    const parsed: unknown = parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

async function read(place: Place): Promise<TrackerReading> {
  const runs: MlflowRun[] = [];
  let deleted = 0;
  for (const folder of await runFolders(place)) {
    const facts = await describedIn(folder);
    if (facts['lifecycle_stage'] === 'deleted') deleted += 1;
    else runs.push(await runIn(folder, facts));
  }
  return {
    runs: runs.sort((a, b) => (a.started ?? 0) - (b.started ?? 0)).map(foreignRunOf),
    remarks: deleted > 0 ? [`Left out, since MLflow has them as deleted: ${deleted}.`] : [],
  };
}

async function runIn(folder: string, facts: Record<string, unknown>): Promise<MlflowRun> {
  const experiment = await describedIn(dirname(folder));
  const tags = await entriesIn(join(folder, 'tags'));
  const metrics = new Map<string, WrittenPoint[]>();
  const remarks: string[] = [];
  for (const [key, text] of await entriesIn(join(folder, 'metrics'))) {
    const { points, damaged } = pointsIn(text);
    if (points.length > 0) metrics.set(key, points);
    if (damaged.length > 0) {
      remarks.push(`metrics/${key}: ${linesOf(damaged)} left out: not “time value step”.`);
    }
  }
  const time = (name: string) => (typeof facts[name] === 'number' ? facts[name] : null);
  return {
    id: String(facts['run_id'] ?? facts['run_uuid']),
    name: textOf(facts['run_name']) || (tags.get('mlflow.runName') ?? basename(folder)),
    experiment: textOf(experiment['name']),
    status: statusOf(facts['status']),
    started: time('start_time'),
    finished: time('end_time'),
    metrics,
    parameters: await entriesIn(join(folder, 'params')),
    tags,
    remarks,
  };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The files of a folder by their paths in it, which are their keys: `val/loss`. */
async function entriesIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = new Map<string, string>();
  for (const file of files.sort(naturalOrder)) {
    found.set(relative(folder, file).split(sep).join('/'), await readFile(file, 'utf8'));
  }
  return found;
}

/** Lines of `time value step`, milliseconds since 1970; early versions write no step. */
function pointsIn(text: string): { points: WrittenPoint[]; damaged: number[] } {
  const points: WrittenPoint[] = [];
  const damaged: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [time, value = '', step = '0'] = line.trim().split(/\s+/);
    const point = { step: Number(step), value: floatOf(value), time: Number(time) / 1000 };
    const isWhole = Number.isSafeInteger(point.step) && point.value !== null && Number.isFinite(point.time);
    if (isWhole && point.value !== null) points.push({ ...point, value: point.value });
    else damaged.push(index + 1);
  }
  return { points, damaged };
}

function linesOf(lines: readonly number[]): string {
  const some = lines.slice(0, 3).join(', ') + (lines.length > 3 ? ', …' : '');
  return lines.length === 1 ? `line ${some} was` : `lines ${some} (${lines.length} in all) were`;
}
