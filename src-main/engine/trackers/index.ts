import { stat } from 'node:fs/promises';
import { AppError } from '@shared/errors';
import type { Tracker } from '@shared/runs/imported/facts';
import { fileError } from '../../files/fileErrors';
import { csv } from './csv';
import { mlflowDatabase } from './mlflow/database';
import { mlflowFolder } from './mlflow/folder';
import { neptune } from './neptune';
import { tensorBoard } from './tensorBoard';
import type { Place, TrackerFormat, TrackerReading } from './tracker';

/** Every program whose runs can be read; the first that knows a place as its own reads it. */
const formats: readonly TrackerFormat[] = [mlflowFolder, mlflowDatabase, neptune, tensorBoard, csv];

/**
 * Reads the runs that another program has left in a file or a folder.
 * @param wanted the program; told by what is there where absent
 * @throws AppError `notFound`, `badArgument` where no run can be read there
 */
export async function readTracker(
  path: string,
  wanted?: Tracker,
): Promise<TrackerReading & { readonly from: Tracker }> {
  try {
    const place: Place = { path, isFolder: (await stat(path)).isDirectory() };
    const format = await formatOf(place, wanted);
    if (format === undefined) throw unknownPlace(place, wanted);
    return { ...(await format.read(place)), from: format.kind };
  } catch (thrown) {
    throw fileError(thrown, path, 'The runs cannot be read');
  }
}

async function formatOf(place: Place, wanted?: Tracker): Promise<TrackerFormat | undefined> {
  const asked = formats.filter(({ kind }) => wanted === undefined || kind === wanted);
  for (const format of asked) if (await format.recognizes(place)) return format;
  // The reader of the only format that was asked for says best what is lacking.
  return asked.length === 1 ? asked[0] : undefined;
}

function unknownPlace({ path, isFolder }: Place, wanted?: Tracker): AppError {
  return new AppError(
    'badArgument',
    `No runs of ${wanted ?? 'another tracker'} are in this ${isFolder ? 'folder' : 'file'}`,
    {
      where: path,
      remedy:
        'TensorBoard’s event files, MLflow’s mlruns folder or SQLite database, the Parquet files of Neptune’s exporter, and CSV files with columns step, metric, value can be read; a stored model becomes an experiment file with --out FILE.',
    },
  );
}
