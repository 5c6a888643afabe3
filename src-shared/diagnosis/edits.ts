import type { Experiment } from '../experiment/experiment';
import { parseExperiment } from '../experiment/parsing';
import { removeLayer } from '../experiment/removeLayer';
import { applyChanges } from '../experiment/settings/change';
import { readExperimentPath, type ExperimentPath } from '../experiment/settings/path';
import type { Json } from '../json';
import { parametersOf } from '../network/parse';
import type { ExperimentEdit } from './found';

/** The experiment with a remedy's changes made; the one that is given stays as it is. @throws AppError where the result is none */
export function applyEdits(experiment: Experiment, edits: readonly ExperimentEdit[]): Experiment {
  const changed = JSON.parse(JSON.stringify(experiment)) as Experiment;
  carryOut(changed, edits);
  return parseExperiment(changed);
}

/** Makes a remedy's changes to an experiment, or to a draft of one. */
export function carryOut(experiment: Experiment, edits: readonly ExperimentEdit[]): void {
  for (const edit of edits) {
    if ('removeLayer' in edit) removeLayer(experiment.network, edit.removeLayer);
    else {
      const path = readExperimentPath(experiment, edit.path, edit.path);
      dropParameters(experiment, path);
      applyChanges(experiment as unknown as Json, [{ path, value: edit.value, where: edit.path }]);
    }
  }
}

/** Another kind of layer takes none of the parameters along. */
function dropParameters({ network }: Experiment, [room, list, index, field]: ExperimentPath): void {
  if (room !== 'network' || list !== 'layers' || field !== 'kind') return;
  const layer = network.layers[Number(index)];
  if (layer === undefined) return;
  for (const name of Object.keys(parametersOf(layer))) Reflect.deleteProperty(layer, name);
}

/** As a person reads it: `training.optimizer.learningRate: 0.001`. */
export function describeEdit(edit: ExperimentEdit): string {
  if ('removeLayer' in edit) return `without the layer ${edit.removeLayer}`;
  if (edit.value === undefined) return `without ${edit.path}`;
  return `${edit.path}: ${typeof edit.value === 'string' ? edit.value : JSON.stringify(edit.value)}`;
}
