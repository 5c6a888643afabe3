import type { PreparedDataset } from '../../data/prepared';
import { AppError } from '../../errors';
import type { Experiment } from '../../experiment/experiment';
import { experimentAt, placeInExperiment, sweptRooms } from '../../experiment/settings/point';
import { parseLayer } from '../../network/parse';
import { valueAt, type Point } from '../../sweeps/points';
import { placeOfParameter, type Dimension, type Space, type Value } from '../../sweeps/space';
import { resolveSweep, type ResolvedSweep } from '../../sweeps/spec';
import { resolveTraining } from '../../training/resolve';
import { metricOfSweep, requireMeasured } from './metric';

/** Where of a range it is tried whether its values can be used: the ends, and some way in. */
const probedShares = [0, 1, 0.37];
/** Settings of the other parameters in which a value is tried: a field may exist beside one kind alone. */
const mostContexts = 100;

/**
 * The sweep of an experiment, if each value of each parameter is one that its field can have. Whether they go together
 * in a network shows with each point.
 * @throws AppError with the first thing that is wrong and where
 */
export function requireSweep(experiment: Experiment): ResolvedSweep {
  if (experiment.sweep === undefined) {
    throw new AppError('badExperiment', 'The experiment describes no sweep', {
      where: 'sweep',
      remedy:
        'Add one, such as "sweep": {"method": "grid", "parameters": {"training.optimizer.learningRate": [0.001, 0.01]}}.',
    });
  }
  const sweep = resolveSweep(experiment.sweep);
  metricOfSweep(sweep.spec);
  requireOwnPlaces(experiment, sweep.space);
  for (const dimension of sweep.space) requireUsable(experiment, dimension, sweep.space);
  return sweep;
}

/** The same on a data set. @throws AppError also where the metric is not measured there */
export function requireSweepOn(experiment: Experiment, dataset: PreparedDataset): ResolvedSweep {
  const sweep = requireSweep(experiment);
  requireMeasured(sweep, dataset);
  return sweep;
}

function requireOwnPlaces(experiment: Experiment, space: Space): void {
  const places = new Map<string, string>();
  for (const { path } of space) {
    const where = placeOfParameter(path);
    if (!sweptRooms.some((room) => path === room || path.startsWith(`${room}.`))) {
      throw new AppError('badExperiment', `"${path}" is no field that changes what is computed`, {
        where,
        remedy: `Name one within ${sweptRooms.join(', ')}, such as training.optimizer.learningRate.`,
      });
    }
    const place = placeInExperiment(experiment, path);
    const other = places.get(place);
    if (other !== undefined) {
      throw new AppError('badExperiment', `"${path}" is the same field as "${other}"`, {
        where,
        remedy: 'Take one of them out.',
      });
    }
    places.set(place, path);
  }
}

function requireUsable(experiment: Experiment, dimension: Dimension, space: Space): void {
  const contexts = contextsBeside(dimension, space);
  for (const { value, inside } of probesOf(dimension)) {
    const problem = problemOf(experiment, { [dimension.path]: value }, contexts);
    if (problem === null) continue;
    const { message, where, remedy } = problem;
    const place = `${placeOfParameter(dimension.path)}${inside}`;
    throw new AppError(
      'badExperiment',
      where?.startsWith('sweep.') ? message : `${message} (${where ?? dimension.path})`,
      {
        where: place,
        ...(remedy === null ? {} : { remedy }),
      },
    );
  }
}

function probesOf(dimension: Dimension): { readonly value: Value; readonly inside: string }[] {
  if (dimension.kind === 'values')
    return dimension.values.map((value, index) => ({
      value,
      inside: `${dimension.choice ? '.choice' : ''}[${index}]`,
    }));
  return probedShares.map((share) => ({ value: valueAt(dimension, share), inside: '' }));
}

/** Why a value can be used in none of the contexts; null where it can. */
function problemOf(experiment: Experiment, point: Point, contexts: readonly Point[]): AppError | null {
  let first: AppError | null = null;
  for (const context of contexts) {
    try {
      requireReadable(experimentAt(experiment, { ...context, ...point }));
      return null;
    } catch (thrown) {
      first ??= AppError.from(thrown);
    }
  }
  return first;
}

/** Every field is known, and has a value of its kind. */
function requireReadable({ network, training }: Experiment): void {
  resolveTraining(training);
  for (const [index, layer] of network.layers.entries()) parseLayer(layer, `network.layers[${index}]`);
}

/** The experiment as it is, and with each value of another parameter that decides on what else may stand there. */
function contextsBeside(dimension: Dimension, space: Space): Point[] {
  const decides = ({ path, ...other }: Dimension) =>
    other.kind === 'values' &&
    (path.endsWith('.kind') || other.values.some((value) => typeof value !== 'number'));
  const others = space.filter((other) => other !== dimension && decides(other));
  const single = others.flatMap(({ path, ...other }) =>
    other.kind === 'values' ? other.values.map((value) => ({ [path]: value })) : [],
  );
  return [{}, ...single].slice(0, mostContexts);
}
