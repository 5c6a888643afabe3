import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '@shared/errors';
import { importModel, surveyModel, type ImportedModel, type ModelSurvey } from '@shared/importing';
import { fileError } from '../../files/fileErrors';

/** What is in a model's files: all of it, or which of its layers are not known. */
export interface ModelReading {
  readonly survey: ModelSurvey;
  /** Null where a layer is not known. */
  readonly model: ImportedModel | null;
}

/** A model's description is small, whatever its weights are. */
const largestDescription = 200_000_000;

/**
 * Reads a model from its file, or from the folder that holds its `model.json`, with the weights beside it.
 * @throws AppError `badNetwork` where it is none or its weights are not whole; `notFound`
 */
export async function readModelAt(path: string): Promise<ModelReading> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'model.json') : path;
    const { size } = await stat(file);
    if (size > largestDescription) throw tooLarge();
    const text = await readFile(file, 'utf8');
    const survey = surveyModel(text);
    return readingOf(text, survey, await weightFilesBeside(dirname(file), survey));
  } catch (thrown) {
    throw placed(fileError(thrown, path, 'The model cannot be read'), path);
  }
}

/** The same from files in memory: the description, and its weights, in any order. */
export function readModelFiles(files: ReadonlyMap<string, Uint8Array>): ModelReading {
  const [name, bytes] = [...files].find(([each]) => !each.endsWith('.bin')) ?? [...files][0] ?? [];
  if (name === undefined || bytes === undefined) {
    throw new AppError('badNetwork', 'No file was given', { remedy: 'Choose a model’s files.' });
  }
  try {
    const text = new TextDecoder().decode(bytes);
    const weights = new Map([...files].filter(([each]) => each !== name));
    return readingOf(text, surveyModel(text), weights);
  } catch (thrown) {
    throw placed(AppError.from(thrown), name);
  }
}

function readingOf(text: string, survey: ModelSurvey, files: ReadonlyMap<string, Uint8Array>): ModelReading {
  return { survey, model: survey.unknown.length > 0 ? null : importModel(text, files) };
}

/** A model may be kept without its weights; where one file is there, all have to be. */
async function weightFilesBeside(
  folder: string,
  { weightFiles }: ModelSurvey,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of weightFiles) {
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes !== null) files.set(name, bytes);
  }
  return files;
}

/** The file in which an error's place is. */
function placed({ code, message, where, remedy, cause }: AppError, path: string): AppError {
  const place = where === null || where === '' ? path : where.startsWith(path) ? where : `${path}: ${where}`;
  return new AppError(code, message, { where: place, ...(remedy === null ? {} : { remedy }), cause });
}

function tooLarge(): AppError {
  return new AppError('badNetwork', 'The file is too large for a model’s description', {
    remedy: 'Choose the model.json, not its weights.',
  });
}
