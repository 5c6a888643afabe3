import { formatPath } from '../../catalogue/issues';
import { AppError } from '../../errors';
import type { Point } from '../../sweeps/points';
import { placeOfParameter } from '../../sweeps/space';
import type { Experiment } from '../experiment';
import { parseExperiment } from '../parsing';
import { applyChanges } from './change';
import type { Json } from '../../json';
import { readExperimentPath } from './path';

/** Rooms of the experiment file in which a field decides on what is computed. */
export const sweptRooms = ['network', 'dataset', 'training'] as const;

/**
 * The experiment that a sweep trains for a point.
 * @throws AppError where a path leads nowhere, or the values are none that the file could hold
 */
export function experimentAt(experiment: Experiment, point: Point): Experiment {
  const { sweep: _sweep, ...base } = experiment;
  const changed = copyOf(base);
  const changes = Object.entries(point).map(([written, value]) => {
    const where = placeOfParameter(written);
    return {
      path: readExperimentPath(experiment, written, where),
      value: copyOf(value),
      where,
    };
  });
  applyChanges(changed, changes);
  return parseExperiment(changed);
}

function copyOf(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/**
 * The one way to write where a parameter leads: `network.layers[1].units`.
 * @throws AppError `badExperiment` where it names no layer
 */
export function placeInExperiment(experiment: Experiment, written: string): string {
  try {
    return formatPath(readExperimentPath(experiment, written, placeOfParameter(written)));
  } catch (thrown) {
    throw AppError.fromData({ ...AppError.from(thrown).toData(), code: 'badExperiment' });
  }
}
