import { open, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '@shared/errors';
import type { ModelFacts, ModelValue } from '@shared/exporting/modelFacts';
import { fileError } from '../../files/fileErrors';
import { sha256Of } from '../../files/hashing';
import { readExactly } from '../../files/readExactly';
import { readModelHead } from './modelHead';
import type { ModelOutput } from './protocol';

/** Larger files do not fit a protobuf message. */
const mostBytes = 2 ** 31 - 1;

interface OpenModel {
  /** Tells whether the file is still the one that was read. */
  readonly stamp: string;
  readonly facts: ModelFacts;
  readonly session: InferenceSession;
}

/** The model that was used last; it stays open for the next request. */
let opened: { readonly path: string; readonly model: OpenModel } | null = null;

async function stampOf(path: string): Promise<string> {
  const found = await stat(path);
  if (found.isDirectory()) {
    throw new AppError('badModel', 'This is a folder, not an ONNX file.', {
      where: path,
      remedy: 'Name the file in it.',
    });
  }
  if (found.size > mostBytes) {
    throw new AppError('badModel', 'The file is larger than 2 GB, more than an ONNX file can be.', {
      where: path,
      remedy: 'Give an ONNX file.',
    });
  }
  return `${found.size}/${found.mtimeMs}/${found.ino}`;
}

/** @throws AppError `badModel` for what is no ONNX file, or one that ONNX Runtime does not run */
export async function openModel(path: string): Promise<OpenModel> {
  try {
    const stamp = await stampOf(path);
    if (opened?.path === path && opened.model.stamp === stamp) return opened.model;
    await opened?.model.session.release();
    opened = null;
    const model = await read(path, stamp);
    opened = { path, model };
    return model;
  } catch (thrown) {
    throw fileError(thrown, path, 'The model cannot be read');
  }
}

async function read(path: string, stamp: string): Promise<OpenModel> {
  const told = await readFacts(path);
  // By its path, as ONNX Runtime then needs no copy of all of its bytes.
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: availableParallelism(),
    logSeverityLevel: 4,
  }).catch((cause: unknown) => Promise.reject(notRun(path, cause)));
  if ((await stampOf(path)) !== stamp) {
    await session.release();
    throw changedMeanwhile(path);
  }
  const facts = {
    ...told,
    inputs: session.inputMetadata.map(describeValue),
    outputs: session.outputMetadata.map(describeValue),
  };
  return { stamp, facts, session };
}

/** What a file says of itself and what it is; its bytes are let go of before ONNX Runtime reads them. */
async function readFacts(path: string): Promise<Omit<ModelFacts, 'inputs' | 'outputs'>> {
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

/** Into memory of their own, which can be let go of. */
async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  await using file = await open(path, 'r');
  const bytes = new Uint8Array((await file.stat()).size);
  await readExactly(file, path, bytes, 0);
  return bytes;
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
async function valuesOf(tensor: Tensor | undefined, name: string, path: string): Promise<ModelOutput> {
  const data = await tensor?.getData();
  if (data === undefined || Array.isArray(data)) {
    throw new AppError('badModel', `The model’s output "${name}" holds no numbers.`, {
      where: path,
      remedy: 'Take a model whose first output is numbers: scores, probabilities or values.',
    });
  }
  return {
    shape: [...(tensor?.dims ?? [])],
    values: Float32Array.from(data as ArrayLike<number | bigint>, Number),
  };
}

function notRun(path: string, cause: unknown): AppError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AppError('badModel', `ONNX Runtime does not run the model: ${message}`, {
    where: path,
    remedy: 'Look whether the file is whole and what it asks for is there; otherwise export it again.',
    cause,
  });
}
