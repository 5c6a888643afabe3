import { resolve } from 'node:path';
import { findDatasetDefinition, mapPaths } from '@shared/data/catalogue';
import { isPathIn, isTextField } from '@shared/data/dataset';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { parseExperiment } from '@shared/experiment/parsing';
import { formatPath } from '@shared/catalogue/issues';
import { applyChanges, type Change } from '@shared/experiment/settings/change';
import { isJsonObject, type Json } from '@shared/json';
import { readExperimentPath } from '@shared/experiment/settings/path';
import { placed } from './places';
import { UsageError } from '../usageError';

/** One `--set path=value`. */
export interface Setting extends Change {
  /** As it was written: `network.hidden.units=64`. */
  readonly text: string;
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
  applyChanges(changed, settings);
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
    where: setting.where,
    path: setting.path,
    value: valueOf(setting, kind),
  }));
}

/** Of what an option says too. @throws UsageError where one of the places is set, with the message */
export function refuseAlsoSet(
  settings: readonly Setting[],
  places: readonly string[],
  message: string,
): void {
  const setting = settings.find(({ path }) => places.includes(formatPath(path)));
  if (setting === undefined) return;
  throw new UsageError(message, { where: placeOf(setting.text), remedy: 'Leave one of the two out.' });
}

interface WrittenSetting extends Setting {
  readonly value: Json;
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
  const where = placeOf(text);
  const path = readExperimentPath(experiment, text.slice(0, equals).trim(), where);
  const written = text.slice(equals + 1);
  return { text, where, path, written, value: parseValue(written) };
}

/** The kind of data set once all is set, which says what its fields hold. */
function datasetKind(experiment: Experiment, settings: readonly Setting[]): string {
  const kinds = settings.flatMap(({ path, value }) => {
    const place = formatPath(path);
    const kind = place === 'dataset' && isJsonObject(value) ? value['kind'] : value;
    return (place === 'dataset' || place === 'dataset.kind') && typeof kind === 'string' ? [kind] : [];
  });
  return kinds.at(-1) ?? experiment.dataset.kind;
}

/** Texts as they are written, and paths of data, which here are relative to the folder one is in, made absolute. */
function valueOf({ path, value, written }: WrittenSetting, kind: string): Json {
  const [first, name = '', ...inside] = path;
  if (formatPath(path) === 'dataset' && isJsonObject(value)) {
    return mapPaths({ ...value, kind }, (file) => resolve(file));
  }
  const isOfData = first === 'dataset' && inside.length === 0;
  const field = isOfData ? findDatasetDefinition(kind)?.fields[name] : undefined;
  const holdsText = field === undefined ? textFields.includes(formatPath(path)) : isTextField(field);
  const read = holdsText && typeof value !== 'string' ? written : value;
  return field !== undefined && isPathIn(field, read) ? resolve(read) : read;
}

function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function badSetting(text: string, message: string, remedy: string): AppError {
  return new AppError('badArgument', message, { where: placeOf(text), remedy });
}

function placeOf(text: string): string {
  return `--set ${text}`;
}
