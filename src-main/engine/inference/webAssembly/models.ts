import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web/wasm';
import { AppError } from '@shared/errors';
import { readWholeFile } from '../../../files/readWholeFile';
import type { ModelOutput } from '../protocol';
import { webAssemblyFiles } from './files';

/** The file that was opened last; it stays open for the next examples. */
let opened: { readonly path: string; readonly session: ort.InferenceSession } | null = null;

/** Runs a batch in ONNX Runtime's WebAssembly. @throws AppError `badModel` where it does not take the file */
export async function runInWebAssembly(
  path: string,
  inputs: Float32Array,
  shape: readonly number[],
  wanted?: readonly string[],
): Promise<Record<string, ModelOutput>> {
  try {
    const session = await sessionOf(path);
    const names = wanted ?? session.outputNames.slice(0, 1);
    const [inputName = ''] = session.inputNames;
    const results = await session.run({ [inputName]: new ort.Tensor('float32', inputs, [...shape]) }, [
      ...names,
    ]);
    return Object.fromEntries(names.map((name) => [name, valuesOf(results[name])]));
  } catch (cause) {
    throw notRun(path, cause);
  }
}

async function sessionOf(path: string): Promise<ort.InferenceSession> {
  if (opened?.path === path) return opened.session;
  await opened?.session.release();
  opened = null;
  // Given to it, as it would look for it by an address otherwise.
  ort.env.wasm.wasmBinary ??= await readFile(webAssemblyFiles().binary);
  // One thread: those of an exported page.
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(await readWholeFile(path), {
    executionProviders: ['wasm'],
    logSeverityLevel: 4,
  });
  opened = { path, session };
  return session;
}

/** Copied: the tensor's memory is the runtime's. */
function valuesOf(tensor: ort.Tensor | undefined): ModelOutput {
  if (!(tensor?.data instanceof Float32Array)) throw new Error('an output is no tensor of 32-bit floats');
  return { type: tensor.type, shape: [...tensor.dims], values: tensor.data.slice() };
}

function notRun(path: string, cause: unknown): AppError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AppError('badModel', `ONNX Runtime’s WebAssembly does not run the model: ${message}`, {
    where: path,
    remedy: 'Run it outside of a browser.',
    cause,
  });
}
