import { isAbsolute, join, relative, sep } from 'node:path';
import { mapPaths } from '@shared/data/catalogue';
import type { Experiment } from '@shared/experiment/experiment';

/** An experiment's paths, which a file gives relative to itself, made absolute. */
export function withAbsolutePaths(experiment: Experiment, folder: string): Experiment {
  return mapAll(experiment, (path) => (isAbsolute(path) ? path : join(folder, path)));
}

/** Paths into the folder are written relative to it, so that the folder can be moved or sent as a whole. */
export function withRelativePaths(experiment: Experiment, folder: string): Experiment {
  const shorten = (path: string): string => {
    const short = relative(folder, path);
    const inside = isAbsolute(path) && short !== '' && !isAbsolute(short) && short.split(sep)[0] !== '..';
    return inside ? short.split(sep).join('/') : path;
  };
  return mapAll(experiment, shorten);
}

/** The paths of the data set, and of the model that a run starts from. */
function mapAll(experiment: Experiment, change: (path: string) => string): Experiment {
  const { startFrom } = experiment;
  return {
    ...experiment,
    dataset: mapPaths(experiment.dataset, change),
    ...(startFrom?.kind === 'model' ? { startFrom: { ...startFrom, path: change(startFrom.path) } } : {}),
  };
}
