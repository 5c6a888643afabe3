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

/** The paths of the data set, those that a sweep tries in it, and that of the model that a run starts from. */
function mapAll(experiment: Experiment, change: (path: string) => string): Experiment {
  const { dataset, startFrom, sweep } = experiment;
  return {
    ...experiment,
    dataset: mapPaths(dataset, change),
    ...(startFrom?.kind === 'model' ? { startFrom: { ...startFrom, path: change(startFrom.path) } } : {}),
    ...(sweep && { sweep: { ...sweep, parameters: mapTried(dataset, sweep.parameters, change) } }),
  };
}

type Parameters = NonNullable<Experiment['sweep']>['parameters'];

function mapTried(
  dataset: Experiment['dataset'],
  parameters: Parameters,
  change: (path: string) => string,
): Parameters {
  const changed = Object.entries(parameters).map(([place, tried]) => {
    const [, field] = /^dataset\.([^.]+)$/.exec(place) ?? [];
    if (field === undefined) return [place, tried];
    const changeValue = (value: unknown) => {
      const spec: { readonly kind: string; readonly [name: string]: unknown } = {
        ...dataset,
        [field]: value,
      };
      return mapPaths(spec, change)[field];
    };
    return [place, mapListed(tried, changeValue)];
  });
  return Object.fromEntries(changed) as Parameters;
}

/** A list of values, also one that stands in a `choice`, with each of them changed. */
function mapListed(tried: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(tried)) return tried.map(change);
  const isChoice = typeof tried === 'object' && tried !== null && 'choice' in tried;
  return isChoice ? { ...tried, choice: mapListed(tried.choice, change) } : tried;
}
