import { stat } from 'node:fs/promises';
import { AppError } from '@shared/errors';
import type { Tracker } from '@shared/runs/imported/facts';
import { fileError } from '../../files/fileErrors';
import { tensorBoard } from './tensorBoard';
import type { Place, TrackerFormat, TrackerReading } from './tracker';

/** Every program whose runs can be read; the first that knows a place as its own reads it. */
const formats: readonly TrackerFormat[] = [tensorBoard];

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
  if (wanted !== undefined) return formats.find(({ kind }) => kind === wanted);
  for (const format of formats) if (await format.recognizes(place)) return format;
  return undefined;
}

function unknownPlace({ path, isFolder }: Place, wanted?: Tracker): AppError {
  return new AppError(
    'badArgument',
    `No runs of ${wanted ?? 'another tracker'} are in this ${isFolder ? 'folder' : 'file'}`,
    {
      where: path,
      remedy:
        'TensorBoard’s event files (“events.out.tfevents…”) can be read; a stored model becomes an experiment file with --out FILE.',
    },
  );
}
