import { resolve } from 'node:path';
import { findDatasetDefinition, mapPaths } from '@shared/data/catalogue';
import { isPathField, isTextField } from '@shared/data/dataset';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { parseExperiment } from '@shared/experiment/parsing';
import { formatPath } from '@shared/catalogue/issues';
import { suggestName } from '@shared/catalogue/spelling';
import { isObject, type Json, type JsonObject } from './json';
import { withKind } from './kinds';
import { isWithin, placed } from './places';

/** One `--set path=value`. */
export interface Setting {
  /** As it was written: `network.hidden.units=64`. */
  readonly text: string;
  /** Where it leads in the file: `network`, `layers`, 1, `units`. */
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

/** Fields of the experiment that hold a text, also where it looks like a number: a run may be called 5. */
const textFields = ['name', 'notes'];

/**
 * The experiment with `--set path=value` applied. A path is written as in the file (`training.optimizer.learningRate`);
 * a layer is named by its id (`network.hidden.units`) or its place (`network.layers[1].units`). A value is JSON, or text
 * where it is not. Another kind of data set, loss, optimizer or schedule leaves behind what it does not know.
 * @param file where the experiment comes from, for messages
 * @throws AppError where a path leads nowhere or the result is no valid experiment, with the setting that is to blame
 */
export function applySettings(
  experiment: Experiment,
  texts: readonly string[],
  file = 'the file',
): Experiment {
  if (texts.length === 0) return experiment;
  const settings = readSettings(experiment, texts);
  const changed = structuredClone(experiment) as unknown as Json;
  for (const setting of kindsFirst(settings)) apply(changed, setting);
  try {
    return parseExperiment(changed);
  } catch (thrown) {
    throw placed(thrown, { file, experiment, settings });
  }
}

/** @throws AppError where one is not written as path=value, or names no layer */
export function readSettings(experiment: Experiment, texts: readonly string[]): Setting[] {
  const settings = texts.map((text) => readSetting(experiment, text));
  const kind = datasetKind(experiment, settings);
  return settings.map((setting) => ({
    text: setting.text,
    path: setting.path,
    value: valueOf(setting, kind),
  }));
}

interface WrittenSetting extends Setting {
  /** What stands behind the "=". */
  readonly written: string;
}

function readSetting(experiment: Experiment, text: string): WrittenSetting {
  const equals = text.indexOf('=');
  if (equals < 1) {
    const lacking = equals < 0 ? '"=" and a value after the path' : 'the path before "="';
    throw badSetting(
      text,
      `A setting lacks ${lacking}`,
      'Write it as path=value, for example training.epochs=3.',
    );
  }
  const path = readPath(experiment, text.slice(0, equals).trim(), text);
  const written = text.slice(equals + 1);
  return { text, path, written, value: parseValue(written) };
}

/** The kind of data set once all is set, which says what its fields hold. */
function datasetKind(experiment: Experiment, settings: readonly Setting[]): string {
  const kinds = settings.flatMap(({ path, value }) => {
    const place = formatPath(path);
    const kind = place === 'dataset' && isObject(value) ? value['kind'] : value;
    return (place === 'dataset' || place === 'dataset.kind') && typeof kind === 'string' ? [kind] : [];
  });
  return kinds.at(-1) ?? experiment.dataset.kind;
}

/** Texts as they are written, and paths of data, which here are relative to the folder one is in, made absolute. */
function valueOf({ path, value, written }: WrittenSetting, kind: string): Json {
  const [first, name = '', ...inside] = path;
  if (formatPath(path) === 'dataset' && isObject(value)) {
    return mapPaths({ ...value, kind }, (file) => resolve(file));
  }
  const isOfData = first === 'dataset' && inside.length === 0;
  const field = isOfData ? findDatasetDefinition(kind)?.fields[name] : undefined;
  const holdsText = field === undefined ? textFields.includes(formatPath(path)) : isTextField(field);
  const read = holdsText && typeof value !== 'string' ? written : value;
  return field !== undefined && isPathField(field) ? resolve(String(read)) : read;
}

/** The path as it stands in the file: layers by their place. */
function readPath(experiment: Experiment, written: string, text: string): Setting['path'] {
  const [first = '', ...rest] = written.replaceAll('[', '.').replaceAll(']', '').split('.');
  const [second, ...others] = rest;
  if (first !== 'network' || second === undefined) return [first, ...rest];
  if (second === 'edges') return [first, second, ...others.map(Number)];
  const [layer, ...inLayer] = second === 'layers' ? others : rest;
  if (layer === undefined) return [first, ...rest];
  const { layers } = experiment.network;
  const index = /^\d+$/.test(layer) ? Number(layer) : layers.findIndex(({ id }) => id === layer);
  if (layers[index] !== undefined) return [first, 'layers', index, ...inLayer];
  const known = layers.map(({ id }) => id);
  throw badSetting(text, `The network has no layer "${layer}"`, suggestName(layer, known));
}

/**
 * A kind decides what may stand beside it, in whichever order both are set; it stays behind what sets the whole entry,
 * or what that stands in.
 */
function kindsFirst(settings: readonly Setting[]): Setting[] {
  const ordered: Setting[] = [];
  for (const setting of settings) {
    const place = formatPath(setting.path);
    const isBefore = (earlier: Setting) =>
      !setsKind(setting) || isWithin(place, formatPath(entryOf(earlier)));
    ordered.splice(ordered.findLastIndex(isBefore) + 1, 0, setting);
  }
  return ordered;
}

function setsKind({ path }: Setting): boolean {
  return path.at(-1) === 'kind';
}

/** The path of what a setting decides on as a whole: a kind decides on the entry it stands in. */
function entryOf(setting: Setting): Setting['path'] {
  return setsKind(setting) ? setting.path.slice(0, -1) : setting.path;
}

function apply(root: Json, { text, path, value }: Setting): void {
  const last = path.at(-1) ?? '';
  let place = root;
  for (const [index, step] of path.slice(0, -1).entries()) {
    const next = child(place, step);
    if (!isObject(next) && !Array.isArray(next)) {
      const reached = formatPath(path.slice(0, index + 1));
      throw badSetting(text, `"${reached}" holds no values of its own`, `Set ${reached} itself.`);
    }
    place = next;
  }
  if (Array.isArray(place)) place[Number(last)] = value;
  else if (isObject(place)) {
    if (last === 'kind' && typeof value === 'string') switchKind(place, formatPath(path.slice(0, -1)), value);
    else place[last] = value;
  }
}

/** What a step leads to; objects that the file left out can be set into: `training.earlyStopping.patience`. */
function child(place: Json, step: string | number): Json | undefined {
  if (Array.isArray(place)) return place[Number(step)];
  if (!isObject(place)) return undefined;
  const found = place[step];
  if (found === undefined) return (place[step] = {});
  // A kind that is written as its name alone: `"loss": "huber"`.
  const isKindAlone = typeof found === 'string' && ['loss', 'schedule'].includes(String(step));
  return isKindAlone ? (place[step] = { kind: found }) : found;
}

function switchKind(entry: JsonObject, place: string, kind: string): void {
  const switched = withKind(entry, place, kind);
  for (const key of Object.keys(entry)) if (!(key in switched)) Reflect.deleteProperty(entry, key);
  Object.assign(entry, switched);
}

function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function badSetting(text: string, message: string, remedy: string): AppError {
  return new AppError('badArgument', message, { where: `--set ${text}`, remedy });
}
