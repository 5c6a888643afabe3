import { isAbsolute, sep } from 'node:path';
import { AppError, type ErrorCode } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { formatPath } from '@shared/catalogue/issues';
import { isWithin } from '@shared/experiment/settings/path';
import type { Setting } from './settings';

/** Where an experiment that is checked comes from. */
export interface ExperimentSource {
  readonly file: string;
  readonly experiment: Experiment;
  readonly settings: readonly Setting[];
}

/** Errors whose place is in the experiment, save those of a data set that name a file of its own. */
const codesOfExperiments: readonly ErrorCode[] = ['badExperiment', 'badNetwork', 'badTraining', 'badDataset'];

/**
 * Says of an error in an experiment where to mend it: in the file, or in the `--set` that brought it in. Other errors
 * are handed on as they are.
 */
export function placed(thrown: unknown, source: ExperimentSource): AppError {
  const error = AppError.from(thrown);
  const where = placeOf(error, source);
  return where === null ? error : AppError.fromData({ ...error.toData(), where });
}

function placeOf({ code, where }: AppError, source: ExperimentSource): string | null {
  const settings = inForce(source.settings);
  const named = settings.find(({ path, value }) => path[0] === 'dataset' && isAt(where, value));
  if (where !== null && named !== undefined) return `${where} (--set ${named.text})`;
  if (!codesOfExperiments.includes(code)) return null;
  if (code === 'badDataset' && !where?.startsWith('dataset')) return null;
  const path = where === null ? null : pathInFile(where, source.experiment);
  const setting = path === null ? undefined : settingBehind(path, settings);
  if (setting !== undefined) {
    const text = `--set ${setting.text}`;
    return formatPath(setting.path) === path ? text : `${text}: ${path}`;
  }
  const file = [source.file, ...source.settings.map(({ text }) => `--set ${text}`)].join(' ');
  return path === null ? file : `${file}: ${path}`;
}

/** Whether a place is the file or folder a setting names, in that folder, or in that file: `/data.csv, line 3`. */
function isAt(where: string | null, file: Setting['value']): boolean {
  if (where === null || typeof file !== 'string' || !isAbsolute(file)) return false;
  return where === file || [sep, ', ', ' and '].some((next) => where.startsWith(`${file}${next}`));
}

/** Without the settings that a later one of the same place, or of what it stands in, has overwritten. */
function inForce(settings: readonly Setting[]): Setting[] {
  return settings.filter(
    ({ path }, index) =>
      !settings.slice(index + 1).some((later) => isWithin(formatPath(path), formatPath(later.path))),
  );
}

/** The network's own problems name a layer or an edge by ids: `hidden.units`, `input → hidden`. */
function pathInFile(where: string, { network }: Experiment): string {
  const edge = network.edges.findIndex((ends) => ends.join(' → ') === where);
  if (edge >= 0) return `network.edges[${edge}]`;
  const layer = network.layers.findIndex(({ id }) => where === id || where.startsWith(`${id}.`));
  return layer < 0 ? where : `network.layers[${layer}]${where.slice(network.layers[layer]?.id.length)}`;
}

/** The setting that set this place, what it stands in, or the kind that asks for it; the most exact of several. */
function settingBehind(place: string, settings: readonly Setting[]): Setting | undefined {
  const fits = settings.filter(({ path }) => {
    const parent = path.slice(0, -1);
    return (
      isWithin(place, formatPath(path)) ||
      isWithin(formatPath(path), place) ||
      (path.at(-1) === 'kind' && isWithin(place, formatPath(parent)))
    );
  });
  const exactness = ({ path }: Setting) => (path.at(-1) === 'kind' ? path.length - 1 : path.length);
  return fits.sort((a, b) => exactness(b) - exactness(a))[0];
}
