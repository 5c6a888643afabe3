import { suggestName } from '../../catalogue/spelling';
import { AppError } from '../../errors';
import type { LayerSpec } from '../../network/spec';
import type { Experiment } from '../experiment';

/** Where a value stands in an experiment: `network`, `layers`, 1, `units`. */
export type ExperimentPath = readonly (string | number)[];

/**
 * Reads a path as it is written in the file (`training.optimizer.learningRate`); a layer is named by its id
 * (`network.hidden.units`) or its place (`network.layers[1].units`).
 * @param where who says so, for the message
 * @throws AppError `badArgument` where it names no layer
 */
export function readExperimentPath(experiment: Experiment, written: string, where: string): ExperimentPath {
  const [first = '', ...rest] = written.replaceAll('[', '.').replaceAll(']', '').split('.');
  const [second, ...others] = rest;
  if (first !== 'network' || second === undefined) return [first, ...rest];
  if (second === 'edges') return [first, second, ...others.map(Number)];
  const { layers } = experiment.network;
  const named = second === 'layers' ? undefined : layerNamed(layers, rest.join('.'));
  if (named !== undefined) {
    const inNamed = rest.slice(named.id.split('.').length);
    return [first, 'layers', layers.indexOf(named), ...inNamed];
  }
  const [layer, ...inLayer] = second === 'layers' ? others : rest;
  if (layer === undefined) return [first, ...rest];
  const index = /^\d+$/.test(layer) ? Number(layer) : layers.findIndex(({ id }) => id === layer);
  if (layers[index] !== undefined) return [first, 'layers', index, ...inLayer];
  const known = layers.map(({ id }) => id);
  throw new AppError('badArgument', `The network has no layer "${layer}"`, {
    where,
    remedy: suggestName(layer, known),
  });
}

/** The layer whose id a path begins with; of several the one that says most, for ids may have points in them. */
function layerNamed(layers: readonly LayerSpec[], path: string): LayerSpec | undefined {
  const named = layers.filter(({ id }) => isWithin(path, id));
  return named.sort((a, b) => b.id.length - a.id.length)[0];
}

/** Whether a path of the file is the outer one or leads on from it. */
export function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(`${outer}.`) || place.startsWith(`${outer}[`);
}
