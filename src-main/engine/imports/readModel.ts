import { isBesideModel } from '@shared/importing/besideModel';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { AppError } from '@shared/errors';
import type { ModelCard } from '@shared/exporting/modelCard';
import {
  importModel,
  storedWeights,
  surveyModel,
  type ImportedModel,
  type ModelSurvey,
  type StoredWeight,
} from '@shared/importing';
import { fileError } from '../../files/fileErrors';
import { pathWithin } from '../../files/pathWithin';
import { readWholeFile } from '../../files/readWholeFile';
import { requireUnchangedContents } from '../inference/dataFiles';
import { mostModelBytes } from '../inference/modelHead';
import { cardIn, cardOfLayersModel, readExported } from './exportedFile';
import { readHdf5 } from './hdf5';
import { readKerasArchive } from './kerasArchive';
import { readOnnx } from './onnx';
import { isSafetensors, readSafetensors, type WeightsPlace } from './safetensors';

/** What is in a model's files: all of it, or which of its layers are not known. */
export interface ModelReading {
  readonly survey: ModelSurvey;
  /** Null where a layer is not known. */
  readonly model: ImportedModel | null;
}

/** The network that a file of weights alone is for; null where there is none. */
type Into = (() => Promise<WeightsPlace>) | null;

/**
 * Reads a model from its file (`.keras`, `.h5`, an ONNX file, safetensors, or a `model.json` with its weights beside it), or
 * from the folder of its `model.json`. What Layerlab exported is read as its experiment.
 * @throws AppError `badNetwork` where it is none or its weights are not whole; `notFound`
 */
export async function readModelAt(path: string, into: Into = null): Promise<ModelReading> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'model.json') : path;
    const { size } = await stat(file);
    if (size > mostModelBytes) throw tooLarge();
    const folder = dirname(file);
    const find = async (name: string) => {
      const found = await pathWithin(folder, name);
      return found === null ? null : readWholeFile(found);
    };
    return await readingOf({ bytes: await readFile(file), name: parse(file).name, find, into });
  } catch (thrown) {
    throw placed(fileError(thrown, path, 'The model cannot be read'), path);
  }
}

/** The same from files in memory: the model, and its weights where they are apart, in any order. */
export async function readModelFiles(
  files: ReadonlyMap<string, Uint8Array>,
  into: Into = null,
): Promise<ModelReading> {
  const [name, bytes] = [...files].find(([each]) => !isBesideModel(each)) ?? [...files][0] ?? [];
  if (name === undefined || bytes === undefined) {
    throw new AppError('badNetwork', 'No file was given', { remedy: 'Choose a model’s files.' });
  }
  try {
    const find = (wanted: string) => files.get(wanted) ?? files.get(basename(wanted)) ?? null;
    return await readingOf({
      ...{ bytes, name: parse(name).name, into },
      find: (wanted) => Promise.resolve(find(wanted)),
    });
  } catch (thrown) {
    throw placed(AppError.from(thrown), name);
  }
}

interface Given {
  readonly bytes: Uint8Array;
  /** What a model without a name of its own is called. */
  readonly name: string;
  /** What a file beside it holds; null where there is none. */
  readonly find: (name: string) => Promise<Uint8Array | null>;
  readonly into: Into;
}

/** By what the bytes begin with, whatever the file is called. */
async function readingOf({ bytes, name, find, into }: Given): Promise<ModelReading> {
  const begins = (...signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (begins(0x50, 0x4b, 0x03, 0x04)) return readKerasArchiveOf(bytes);
  if (begins(0x89, 0x48, 0x44, 0x46)) return readKerasHdf5(bytes);
  if (isSafetensors(bytes)) return readSafetensors(bytes, into);
  // The version of its form, which is the first that an ONNX file says.
  if (begins(0x08)) return readOnnx(bytes, name, find);
  const text = new TextDecoder().decode(bytes);
  const survey = surveyModel(text);
  const files = new Map<string, Uint8Array>();
  // A model may be kept without its weights; where one file is there, all have to be.
  for (const file of survey.weightFiles) {
    const found = await find(file);
    if (found !== null) files.set(file, found);
  }
  const card = cardOfLayersModel(text);
  if (card === null) return opened(text, survey, files);
  requireUnchangedContents('', files);
  return readExported(card, storedWeights(text, files));
}

async function readKerasArchiveOf(bytes: Uint8Array): Promise<ModelReading> {
  const { stored, card, ...reading } = await readKeras(bytes);
  return card === null ? reading : readExported(card, stored);
}

/**
 * A `.keras` file as any of Keras's, its weights as they are stored, and what Layerlab says of it, where it wrote it.
 * @throws AppError `badNetwork`
 */
export async function readKeras(
  bytes: Uint8Array,
): Promise<ModelReading & { readonly stored: readonly StoredWeight[]; readonly card: ModelCard | null }> {
  const { config, weights, card } = await readKerasArchive(bytes);
  const stored = weights === null ? [] : (await readHdf5(weights)).weights;
  return { ...opened(config, surveyModel(config), stored), stored, card: cardIn(card) };
}

async function readKerasHdf5(bytes: Uint8Array): Promise<ModelReading> {
  const { config, version, weights } = await readHdf5(bytes);
  if (config === null) {
    throw new AppError('badNetwork', 'The HDF5 file holds weights and no model', {
      remedy: 'Choose a file that model.save("….h5") has written, with the model inside.',
    });
  }
  // The version stands beside the description.
  const file = { model_config: parsedConfig(config), keras_version: version };
  return opened(file, surveyModel(file), weights);
}

function opened(
  json: unknown,
  survey: ModelSurvey,
  weights: ReadonlyMap<string, Uint8Array> | readonly StoredWeight[],
): ModelReading {
  return { survey, model: survey.unknown.length > 0 ? null : importModel(json, weights) };
}

function parsedConfig(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('badNetwork', 'The model’s description in the HDF5 file is not JSON', {
      remedy: 'Save the model again.',
      cause,
    });
  }
}

/** The file in which an error's place is. */
function placed({ code, message, where, remedy, cause }: AppError, path: string): AppError {
  const place = where === null || where === '' ? path : where.startsWith(path) ? where : `${path}: ${where}`;
  return new AppError(code, message, { where: place, ...(remedy === null ? {} : { remedy }), cause });
}

function tooLarge(): AppError {
  return new AppError('badNetwork', 'The file is too large to be read', {
    remedy: 'Files of up to 2 GB can be.',
  });
}
