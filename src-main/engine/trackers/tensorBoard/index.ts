import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { AppError } from '@shared/errors';
import { naturalOrder } from '@shared/naturalOrder';
import type { ForeignSeries } from '@shared/runs/imported/series';
import { settle } from '@shared/runs/imported/settle';
import type { Split } from '@shared/runs/metricNames';
import type { ForeignRun, Place, TrackerFormat, TrackerReading } from '../tracker';
import { EventFolder } from './eventFiles';
import { largestOf, smallestOf } from '@shared/extremes';

const isEventFile = (name: string) => name.includes('tfevents');

/** TensorBoard's event files: each folder that holds some is a run, as in TensorBoard itself. */
export const tensorBoard: TrackerFormat = {
  kind: 'tensorBoard',
  recognizes: async (place) => (await eventFilesIn(place)).length > 0,
  read,
};

async function eventFilesIn({ path, isFolder }: Place): Promise<string[]> {
  if (!isFolder) return isEventFile(basename(path)) ? [path] : [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isEventFile(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(naturalOrder);
}

async function read(place: Place): Promise<TrackerReading> {
  const files = await eventFilesIn(place);
  const root = place.isFolder ? place.path : dirname(place.path);
  const folders = new Map<string, EventFolder>();
  for (const path of files) {
    const folder = relative(root, dirname(path));
    const held = folders.get(folder) ?? new EventFolder();
    folders.set(folder, held);
    await held.read(path, basename(path));
  }
  const all = kerasRuns(folders).map((parts) => runOf(parts, basename(root)));
  const runs = all.filter(({ series }) => series.length > 0);
  const empty = all.filter(({ series }) => series.length === 0);
  if (runs.length === 0) throw withoutFigures(place.path, empty);
  return {
    runs,
    remarks: empty.map(({ name, remarks }) =>
      [`“${name}” has no figures, and is no run.`, ...remarks].join(' '),
    ),
  };
}

/** The folders that are one run, each with the split that its name says. */
interface RunFolders {
  readonly name: string;
  readonly parts: readonly { readonly folder: EventFolder; readonly split?: Split }[];
}

/** Keras writes a run's two splits into two folders beside each other, `train` and `validation`, with the same tags. */
function kerasRuns(folders: ReadonlyMap<string, EventFolder>): RunFolders[] {
  return [...folders].flatMap(([path, folder]): RunFolders[] => {
    const parent = dirname(path);
    const train = folders.get(join(parent, 'train'));
    const validation = folders.get(join(parent, 'validation'));
    const isOne = train !== undefined && validation !== undefined && !folders.has(parent);
    if (isOne && folder === validation) return [];
    if (isOne && folder === train) {
      const name = parent === '.' ? '' : parent;
      return [
        {
          name,
          parts: [
            { folder: train, split: 'training' },
            { folder: validation, split: 'validation' },
          ],
        },
      ];
    }
    return [{ name: path, parts: [{ folder }] }];
  });
}

function runOf({ name, parts }: RunFolders, rootName: string): ForeignRun {
  const series: ForeignSeries[] = [];
  const splits = new Map<ForeignSeries, Split>();
  const remarks: string[] = [];
  let parameters = {};
  for (const { folder, split } of parts) {
    remarks.push(...folder.remarks, ...(folder.leftOut === null ? [] : [folder.leftOut]));
    parameters = { ...parameters, ...folder.parameters };
    for (const [tag, points] of folder.points) {
      const settled = settle(tag, points);
      remarks.push(...settled.remarks);
      series.push(settled.series);
      if (split !== undefined) splits.set(settled.series, split);
    }
  }
  const times = series.flatMap((each) => [each.times?.[0] ?? [], each.times?.at(-1) ?? []].flat());
  return {
    name: name === '' ? rootName : name.split(sep).join('/'),
    series,
    splits,
    parameters,
    started: times.length === 0 ? null : smallestOf(times),
    finished: times.length === 0 ? null : largestOf(times),
    remarks,
  };
}

function withoutFigures(path: string, empty: readonly ForeignRun[]): AppError {
  const [first] = empty.flatMap(({ remarks }) => remarks);
  return new AppError('badArgument', 'The event files hold no figures', {
    where: path,
    remedy: first ?? 'Only scalars are brought in: choose a folder whose runs wrote some.',
  });
}
