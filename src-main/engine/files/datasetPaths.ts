import { isAbsolute, join, relative, sep } from 'node:path';
import { findDatasetDefinition } from '@shared/data/catalogue';
import type { DatasetSpec } from '@shared/data/spec';
import type { Experiment } from '@shared/experiment/experiment';

/** A data set's paths, which a file gives relative to itself, made absolute. */
export function withAbsolutePaths(experiment: Experiment, folder: string): Experiment {
  return {
    ...experiment,
    dataset: mapPaths(experiment.dataset, (path) => (isAbsolute(path) ? path : join(folder, path))),
  };
}

/** Paths into the folder are written relative to it, so that the folder can be moved or sent as a whole. */
export function withRelativePaths(experiment: Experiment, folder: string): Experiment {
  const shorten = (path: string): string => {
    const short = relative(folder, path);
    const inside = isAbsolute(path) && short !== '' && !isAbsolute(short) && short.split(sep)[0] !== '..';
    return inside ? short.split(sep).join('/') : path;
  };
  return { ...experiment, dataset: mapPaths(experiment.dataset, shorten) };
}

/** Changes the fields that a person chooses with a file dialog. */
function mapPaths(dataset: DatasetSpec, change: (path: string) => string): DatasetSpec {
  const fields = Object.entries(findDatasetDefinition(dataset.kind)?.fields ?? {});
  const paths = fields.filter(([, { control }]) => control === 'file' || control === 'fileOrFolder');
  const written: Record<string, unknown> = { ...dataset };
  for (const [name] of paths) {
    const path = written[name];
    if (typeof path === 'string') written[name] = change(path);
  }
  return written as DatasetSpec;
}
