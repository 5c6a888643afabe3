import { findDatasetDefinition, datasetCatalogue } from '../data/catalogue';
import { AppError } from '../errors';
import { type Experiment, experimentSchema, experimentVersion } from './experiment';
import { issueToError, type KnownNames } from '../catalogue/issues';
import { findJsonMistake } from './jsonMistake';
import { isJsonObject, type UncheckedObject } from '../json';
import { migrateExperiment } from './migrations';
import { findLayerDefinition, layerCatalogue } from '../network/layers';
import { suggestName } from '../catalogue/spelling';
import { sweepSpecSchema } from '../sweeps/spec';

/** A file of a later version may hold anything, so its version is looked at before all else. */
function requireKnownVersion(json: unknown): UncheckedObject {
  if (!isJsonObject(json)) {
    throw new AppError('badExperiment', 'The file does not hold an experiment', {
      remedy: 'An experiment is a JSON object with version, network, dataset and training.',
    });
  }
  const { version } = json;
  if (typeof version === 'number' && version > experimentVersion) {
    throw new AppError('badExperiment', `The file has version ${version}: it was made by a newer Layerlab`, {
      where: 'version',
      remedy: `Update Layerlab; this one reads up to version ${experimentVersion}.`,
    });
  }
  return json;
}

function checkDatasetKind(json: UncheckedObject): void {
  const kind = isJsonObject(json['dataset']) ? json['dataset']['kind'] : undefined;
  if (typeof kind !== 'string' || findDatasetDefinition(kind) !== undefined) return;
  throw new AppError('badDataset', `There is no data set of kind "${kind}"`, {
    where: 'dataset.kind',
    remedy: suggestName(
      kind,
      datasetCatalogue.map((definition) => definition.kind),
    ),
  });
}

function checkLayerKinds(experiment: Experiment): void {
  experiment.network.layers.forEach(({ id, kind }, index) => {
    if (findLayerDefinition(kind) !== undefined) return;
    throw new AppError('badExperiment', `Layer "${id}" is of an unknown kind, "${kind}"`, {
      where: `network.layers[${index}].kind`,
      remedy: suggestName(
        kind,
        layerCatalogue.map((definition) => definition.kind),
      ),
    });
  });
}

function knownInSweep(path: readonly PropertyKey[]): readonly string[] {
  const { budget } = sweepSpecSchema.shape;
  if (path.length === 1) return Object.keys(sweepSpecSchema.shape);
  return path[1] === 'budget' && path.length === 2 ? Object.keys(budget.unwrap().shape) : [];
}

/** The names that may stand at a path of the file, for the spelling of those that may not. */
const knownNames: KnownNames = (path, root) => {
  const [first] = path;
  if (first === undefined) return Object.keys(experimentSchema.shape);
  if (first === 'network' && path.length === 1) return Object.keys(experimentSchema.shape.network.shape);
  if (first === 'training' && path.length === 1) return Object.keys(experimentSchema.shape.training.shape);
  if (first === 'sweep') return knownInSweep(path);
  if (first === 'dataset' && path.length === 1 && isJsonObject(root) && isJsonObject(root['dataset'])) {
    const definition = findDatasetDefinition(String(root['dataset']['kind']));
    return Object.keys(definition?.fields ?? {});
  }
  return [];
};

/**
 * The content of an experiment file, with every default filled in. What a layer's, loss's or optimizer's own
 * parameters hold is for `checkExperiment`, so that an unfinished draft can be opened and mended.
 * @throws AppError with the JSON path of the first thing that is wrong, what it is and what to do.
 */
export function parseExperiment(stored: unknown): Experiment {
  const json = migrateExperiment(requireKnownVersion(stored));
  checkDatasetKind(json);
  const parsed = experimentSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (issue === undefined) throw parsed.error;
    throw issueToError('badExperiment', issue, json, { knownNames });
  }
  checkLayerKinds(parsed.data);
  return parsed.data;
}

/** The same for the text of a file. @throws AppError with line and column where it is not JSON. */
export function parseExperimentText(text: string): Experiment {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw notJson(text, cause);
  }
  return parseExperiment(json);
}

function notJson(text: string, cause: unknown): AppError {
  const position = findJsonMistake(text) ?? text.length;
  const character = text.codePointAt(position);
  const unexpected = character === undefined ? 'end' : JSON.stringify(String.fromCodePoint(character));
  return new AppError('badExperiment', `The file is not JSON: unexpected ${unexpected}`, {
    where: lineAndColumn(text, position),
    remedy: 'Correct it there, or open it in an editor that marks the mistake.',
    cause,
  });
}

function lineAndColumn(text: string, position: number): string {
  const lines = text.slice(0, position).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}
