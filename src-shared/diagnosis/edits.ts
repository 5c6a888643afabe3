import type { Experiment } from '../experiment/experiment';
import { parseExperiment } from '../experiment/parsing';
import { removeLayer } from '../experiment/removeLayer';
import { parametersOf } from '../network/parse';
import type { ExperimentEdit } from './finding';

type Json = Record<string, unknown>;

/** The experiment with a remedy's changes made; the one that is given stays as it is. @throws AppError where the result is none */
export function applyEdits(experiment: Experiment, edits: readonly ExperimentEdit[]): Experiment {
  const changed = JSON.parse(JSON.stringify(experiment)) as Experiment;
  for (const edit of edits) {
    if ('removeLayer' in edit) removeLayer(changed.network, edit.removeLayer);
    else set(changed, edit.path.split('.'), edit.value);
  }
  return parseExperiment(changed);
}

function set(experiment: Experiment, [first = '', ...rest]: readonly string[], value: unknown): void {
  const [id = '', ...inLayer] = rest;
  const layer = first === 'network' ? experiment.network.layers.find((each) => each.id === id) : undefined;
  let place = (layer ?? (experiment as Json)[first]) as Json;
  const path = layer === undefined ? rest : inLayer;
  for (const step of path.slice(0, -1)) {
    const next = place[step];
    place = (place[step] = typeof next === 'object' && next !== null ? next : {}) as Json;
  }
  const last = path.at(-1) ?? '';
  // Another kind of layer takes none of the parameters along.
  if (layer !== undefined && last === 'kind')
    for (const name of Object.keys(parametersOf(layer))) Reflect.deleteProperty(layer, name);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else place[last] = value;
}

/** As a person reads it: `training.optimizer.learningRate: 0.001`. */
export function describeEdit(edit: ExperimentEdit): string {
  if ('removeLayer' in edit) return `without the layer ${edit.removeLayer}`;
  if (edit.value === undefined) return `without ${edit.path}`;
  return `${edit.path}: ${typeof edit.value === 'string' ? edit.value : JSON.stringify(edit.value)}`;
}
