import { resolve } from 'node:path';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment';
import { parseExperiment } from '@shared/experimentParsing';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Fields of a data set that are paths; on the command line they are relative to the folder one is in. */
const pathFields = ['dataset.path', 'dataset.images', 'dataset.labels'];

/**
 * The experiment with `--set path=value` applied. A path is written as in the file (`training.optimizer.learningRate`);
 * a layer is named by its id (`network.hidden.units`) or its place (`network.layers[1].units`). A value is JSON, or text
 * where it is not.
 * @throws AppError where a path leads nowhere or the result is no valid experiment
 */
export function applySettings(experiment: Experiment, settings: readonly string[]): Experiment {
  if (settings.length === 0) return experiment;
  const changed = structuredClone(experiment) as unknown as Json;
  for (const setting of settings) applySetting(changed, setting);
  return parseExperiment(changed);
}

function applySetting(root: Json, setting: string): void {
  const equals = setting.indexOf('=');
  if (equals < 1) throw badSetting(setting, 'Write it as path=value, for example training.epochs=3');
  const path = setting.slice(0, equals).trim();
  const steps = path.replaceAll('[', '.').replaceAll(']', '').split('.');
  const last = steps.pop() ?? '';
  let place = root;
  for (const step of steps) {
    const next = child(place, step);
    if (typeof next !== 'object' || next === null)
      throw badSetting(setting, `There is no "${step}" in the experiment`);
    place = next;
  }
  if (typeof place !== 'object' || place === null) throw badSetting(setting, 'The path leads to no object');
  const value = parseValue(setting.slice(equals + 1));
  const resolved = pathFields.includes(path) && typeof value === 'string' ? resolve(value) : value;
  if (Array.isArray(place)) place[Number(last)] = resolved;
  else place[last] = resolved;
}

function child(place: Json, step: string): Json | undefined {
  if (Array.isArray(place)) return /^\d+$/.test(step) ? place[Number(step)] : byId(place, step);
  if (typeof place !== 'object' || place === null) return undefined;
  if (place[step] !== undefined) return place[step];
  // Objects that the file left out can be set into: `training.earlyStopping.patience`.
  if (Array.isArray(place['layers'])) return byId(place['layers'], step);
  return (place[step] = {});
}

function byId(layers: readonly Json[], id: string): Json | undefined {
  return layers.find(
    (layer) => typeof layer === 'object' && layer !== null && !Array.isArray(layer) && layer['id'] === id,
  );
}

function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function badSetting(setting: string, remedy: string): AppError {
  return new AppError('badArgument', 'A setting cannot be applied', { where: `--set ${setting}`, remedy });
}
