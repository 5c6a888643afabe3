import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '@shared/errors';
import type { ModelFacts, ModelValue } from '@shared/exporting/modelFacts';
import { fileError } from '../../files/fileErrors';
import { sha256Of } from '../../files/hashing';
import { readWholeFile } from '../../files/readWholeFile';
import { dataPathsOf, requireUnchangedData } from './dataFiles';
import { mostModelBytes, readModelHead } from './modelHead';
import type { ModelOutput } from './protocol';

interface OpenModel {
  /** Tells whether the files are still those that were read. */
  readonly stamp: string;
  /** Paths of the files that hold its weights, where it has them in others. */
  readonly dataFiles: readonly string[];
  readonly facts: ModelFacts;
  readonly session: InferenceSession;
}

/** The model that was used last; it stays open for the next request. */
let opened: { readonly path: string; readonly model: OpenModel } | null = null;

async function stampOf(path: string, dataFiles: readonly string[]): Promise<string> {
  const stamps = await Promise.all([path, ...dataFiles].map(stampOfFile));
  return stamps.join();
}

async function stampOfFile(path: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(path);
  return `${size}/${mtimeMs}/${ino}`;
}

async function requireMessage(path: string): Promise<void> {
  const found = await stat(path);
  if (found.isDirectory()) {
    throw new AppError('badModel', 'This is a folder, not an ONNX file.', {
      where: path,
      remedy: 'Name the file in it.',
    });
  }
  if (found.size > mostModelBytes) {
    throw new AppError('badModel', 'The file is larger than 2 GB, more than an ONNX file can be.', {
      where: path,
      remedy: 'Give an ONNX file.',
    });
  }
}

/** @throws AppError `badModel` for what is no ONNX file, or one that ONNX Runtime does not run */
export async function openModel(path: string): Promise<OpenModel> {
  try {
    if (opened?.path === path) {
      const { stamp, dataFiles } = opened.model;
      if ((await stampOf(path, dataFiles)) === stamp) return opened.model;
    }
    await opened?.model.session.release();
    opened = null;
    const model = await read(path);
    opened = { path, model };
    return model;
  } catch (thrown) {
    throw fileError(thrown, path, 'The model cannot be read');
  }
}

async function read(path: string): Promise<OpenModel> {
  const before = await stampOfFile(path);
  const told = await readFacts(path);
  const dataFiles = await dataPathsOf(path, told);
  const stamp = await stampOf(path, dataFiles);
  await requireUnchangedData(path, told, dataFiles);
  // By its path, as ONNX Runtime then needs no copy of all of its bytes.
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: availableParallelism(),
    logSeverityLevel: 4,
  }).catch((cause: unknown) => Promise.reject(notRun(path, cause)));
  if (!stamp.startsWith(before) || (await stampOf(path, dataFiles)) !== stamp) {
    await session.release();
    throw changedMeanwhile(path);
  }
  const facts = {
    ...told,
    bytes: told.bytes + (await bytesOf(dataFiles)),
    inputs: session.inputMetadata.map(describeValue),
    outputs: session.outputMetadata.map(describeValue),
  };
  return { stamp, dataFiles, facts, session };
}

async function bytesOf(paths: readonly string[]): Promise<number> {
  const found = await Promise.all(paths.map((path) => stat(path)));
  return found.reduce((sum, { size }) => sum + size, 0);
}

/** What a file says of itself and what it is; its bytes are let go of before ONNX Runtime reads them. */
export async function readFacts(path: string): Promise<Omit<ModelFacts, 'inputs' | 'outputs'>> {
  const bytes = await readBytes(path);
  const facts = {
    ...readModelHead(bytes, path),
    bytes: bytes.byteLength,
    sha256: sha256Of([bytes]),
  };
  // Collected some time, they would be in memory beside ONNX Runtime's own.
  bytes.buffer.transfer(0);
  return facts;
}

/** A file's bytes in memory of their own, which can be let go of. @throws AppError `badModel` for what is too large */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  await requireMessage(path);
  return readWholeFile(path);
}

function changedMeanwhile(path: string): AppError {
  return new AppError('badModel', 'The file changed while it was read.', {
    where: path,
    remedy: 'Try again once it is written.',
  });
}

function describeValue(value: InferenceSession.ValueMetadata): ModelValue {
  return value.isTensor
    ? { name: value.name, type: value.type, shape: [...value.shape] }
    : { name: value.name, type: 'sequence', shape: [] };
}

/** Runs a batch. @throws AppError `badModel` where the model does not take it */
export async function runModel(
  path: string,
  inputs: Float32Array,
  shape: readonly number[],
  wanted?: readonly string[],
): Promise<Record<string, ModelOutput>> {
  const { session } = await openModel(path);
  const [inputName = ''] = session.inputNames;
  const names = wanted ?? session.outputNames.slice(0, 1);
  const feeds = { [inputName]: new Tensor('float32', inputs, [...shape]) };
  const results = await session
    .run(feeds, [...names])
    .catch((cause: unknown) => Promise.reject(notRun(path, cause)));
  const outputs: Record<string, ModelOutput> = {};
  for (const name of names) outputs[name] = await valuesOf(results[name], name, path);
  return outputs;
}

/** Copied: the tensor's memory is onnxruntime's and goes with the session. */
export async function valuesOf(tensor: Tensor | undefined, name: string, path: string): Promise<ModelOutput> {
  const data = await tensor?.getData();
  if (tensor === undefined || data === undefined || Array.isArray(data)) {
    throw new AppError('badModel', `The model’s output "${name}" holds no numbers.`, {
      where: path,
      remedy: 'Take a model whose first output is numbers: scores, probabilities or values.',
    });
  }
  const values = data instanceof Float32Array ? data.slice() : Float64Array.from(data, Number);
  if (tensor.type.endsWith('int64') && values.some((value) => !Number.isSafeInteger(value))) {
    throw new AppError('badModel', `The model’s output "${name}" holds whole numbers beyond 2^53.`, {
      where: path,
      remedy: 'Take a model whose labels are smaller: numbers in JSON are not exact beyond.',
    });
  }
  return { type: tensor.type, shape: [...tensor.dims], values };
}

export function notRun(path: string, cause: unknown): AppError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AppError('badModel', `ONNX Runtime does not run the model: ${message}`, {
    where: path,
    remedy: 'Look whether the file is whole and what it asks for is there; otherwise export it again.',
    cause,
  });
}
